/** What is read of a runbook's Markdown, and what is said of one that cannot be followed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RunbookStep, readRunbook, stepsIn } from '../../../src/incident/domain/runbook-markdown.ts';
import { runbookMessages } from '../../../src/incident/domain/runbook-run.ts';

const PROJECTOR = `# Projector dead

Stay calm: the talk can go on
without pictures.

- Tell the speaker.
- Is its lamp on?
  - Yes → 4
  - No
- [ ] Plug it in again,
  and wait for a minute.
## If that was not it
1. Bring the spare one:
   - it is in the crew room
   - with its cable
2. Does it work now?
   - Yes -> end
`;

describe('a runbook', () => {
  it('has a title, texts, steps, answers and where they lead', () => {
    const { title, parts, problems } = readRunbook(PROJECTOR);
    expect(problems).toEqual([]);
    expect(title).toBe('Projector dead');
    expect(parts).toEqual([
      { kind: 'paragraph', text: 'Stay calm: the talk can go on without pictures.' },
      { kind: 'step', number: 1, text: 'Tell the speaker.' },
      { kind: 'step', number: 2, text: 'Is its lamp on?', answers: [{ text: 'Yes', to: 4 }, { text: 'No' }] },
      { kind: 'step', number: 3, text: 'Plug it in again, and wait for a minute.' },
      { kind: 'heading', text: 'If that was not it' },
      { kind: 'step', number: 4, text: 'Bring the spare one:\n• it is in the crew room\n• with its cable' },
      { kind: 'step', number: 5, text: 'Does it work now?', answers: [{ text: 'Yes', to: 'end' }] },
    ]);
  });

  it.each([
    ['only words', 'has no step'],
    ['- Does it?\n  - No → 1\n  - Yes → 2', 'leads to 1: it can lead to a later step'],
    ['- Does it?\n  - No → 7', 'leads to 7'],
    [`- ${'a'.repeat(801)}`, 'step 1 has 801 characters of at most 800'],
    [Array.from({ length: 61 }, (_, i) => `- step ${i}`).join('\n'), 'has 61 steps of at most 60'],
    [`- Does it?\n${'  - Maybe\n'.repeat(6)}`, 'step 1 has 6 answers of at most 5'],
  ])('%j is refused', (text, why) => {
    expect(readRunbook(text).problems.join('; ')).toContain(why);
  });

  it('is read whatever is in it, its steps counted from 1, and none of its items is lost', () => {
    const line = fc.oneof(
      fc.string({ maxLength: 30 }),
      fc.string({ minLength: 1, maxLength: 20 }).map((text) => `- ${text}?`),
      fc.string({ minLength: 1, maxLength: 20 }).map((text) => `  - ${text} → 3`),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const steps = stepsIn(readRunbook(lines.join('\n')).parts);
        expect(steps.map(({ number }) => number)).toEqual(steps.map((_, i) => i + 1));
      }),
    );
  });
});

describe('its messages', () => {
  const step = fc.record({
    kind: fc.constant('step' as const),
    text: fc.oneof(fc.string({ minLength: 1, maxLength: 800 }), fc.constant('&'.repeat(800))),
    answers: fc.option(
      fc.array(fc.record({ text: fc.string({ minLength: 1, maxLength: 60 }) }), {
        minLength: 1,
        maxLength: 5,
      }),
    ),
  });

  it('have every part once and in order', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
        const parts = steps.map(
          ({ answers, ...one }, i): RunbookStep => ({ ...one, number: i + 1, ...(answers && { answers }) }),
        );
        const messages = runbookMessages(parts);
        expect(messages.flat()).toEqual(parts);
        expect(messages.every((one) => one.length > 0 && one.length <= 40)).toBe(true);
      }),
    );
  });
});
