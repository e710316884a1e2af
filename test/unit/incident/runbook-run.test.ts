/** A runbook at work: whoever presses what in whatever order, a step is as the last press of it said. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change, Versioned } from '../../../src/core/commit.ts';
import { instant } from '../../../src/core/instant.ts';
import { translator } from '../../../src/i18n/index.ts';
import { guessKind } from '../../../src/incident/domain/incident.ts';
import { fittingRunbooks, type Runbook, type RunbookNeed } from '../../../src/incident/domain/runbook.ts';
import { readRunbook } from '../../../src/incident/domain/runbook-markdown.ts';
import {
  nextStepOf,
  type RunbookRun,
  runbookMessages,
  runbookRunDocument,
  skippedSteps,
  startRunbook,
  tickStep,
  untickStep,
} from '../../../src/incident/domain/runbook-run.ts';
import { runbookMessage } from '../../../src/incident/runbook-message.ts';
import { postFaults } from '../../../src/slack/limits.ts';

const runbook = (name: string, text: string, fits: Partial<Runbook> = {}): Runbook => ({
  name,
  kinds: [],
  rooms: [],
  alerts: {},
  text,
  place: 0,
  ...fits,
});

const STEPS = '- one\n- two?\n  - yes → 4\n  - no\n- three\n- four?\n  - again\n  - over → end\n- five';
const matter = { incident: 'I2', about: { about: ['incident:I2'] } };
const begun = (text = STEPS): Versioned<RunbookRun> => {
  const { run } = startRunbook(runbook('Projector dead', text), matter, {
    by: 'UA',
    now: instant('2019-06-05T10:00:00Z'),
  });
  return { id: 'I2:projector-dead', value: run, version: 1 };
};
const committed = (read: Versioned<RunbookRun>, change: Change | undefined): Versioned<RunbookRun> => {
  const value = change?.put?.find(({ kind }) => kind.name === runbookRunDocument.name)?.value as
    | RunbookRun
    | undefined;
  return value ? { ...read, value, version: read.version + 1 } : read;
};

/** A press of somebody: done, undone, or an answer. */
const press = fc.record({
  by: fc.constantFrom('UA', 'UB', 'UC'),
  step: fc.integer({ min: 1, max: 5 }),
  what: fc.constantFrom('tick', 'untick', 0, 1),
  minute: fc.integer({ min: 0, max: 59 }),
});

describe('presses', () => {
  it('leave each step as the last press of it said, done by whoever said so first', () => {
    fc.assert(
      fc.property(fc.array(press, { maxLength: 40 }), (presses) => {
        let run = begun();
        const model = new Map<number, { by: string; what: unknown }>();
        let facts = 0;
        for (const { by, step, what, minute } of presses) {
          const who = { by, now: instant(`2019-06-05T10:${String(minute).padStart(2, '0')}:00Z`) };
          const isQuestion = step === 2 || step === 4;
          const answer = typeof what === 'number' ? what : undefined;
          const change =
            what === 'untick'
              ? untickStep(run, matter, step, who)
              : tickStep(run, matter, { step, answer }, who);
          const fits = what === 'untick' || isQuestion === (answer !== undefined);
          expect(change === undefined).toBe(!fits);
          if (fits && what === 'untick') model.delete(step);
          else if (fits && model.get(step)?.what !== what) model.set(step, { by, what });
          facts += change?.facts?.length ?? 0;
          expect((change?.facts ?? []).length).toBe((change?.put ?? []).length);
          run = committed(run, change);
        }
        const ticks = Object.entries(run.value.ticks).map(([step, { by, answer }]) => [
          Number(step),
          { by, what: answer ?? 'tick' },
        ]);
        expect(new Map(ticks as never)).toEqual(model);
        expect(facts).toBeLessThanOrEqual(presses.length);
      }),
    );
  });

  it('that say the same change nothing', () => {
    const first = committed(
      begun(),
      tickStep(begun(), matter, { step: 1 }, { by: 'UA', now: instant('2019-06-05T10:01:00Z') }),
    );
    expect(tickStep(first, matter, { step: 1 }, { by: 'UB', now: instant('2019-06-05T10:02:00Z') })).toEqual(
      {},
    );
    expect(first.value.ticks['1']).toEqual({ by: 'UA', at: '2019-06-05T10:01:00Z' });
    expect(
      tickStep(first, matter, { step: 9 }, { by: 'UB', now: instant('2019-06-05T10:02:00Z') }),
    ).toBeUndefined();
  });

  it('that answer a question leave out what it leads past, and only that', () => {
    const who = { by: 'UA', now: instant('2019-06-05T10:01:00Z') };
    const yes = committed(begun(), tickStep(begun(), matter, { step: 2, answer: 0 }, who));
    expect([...skippedSteps(yes.value)]).toEqual([3]);
    expect(nextStepOf(yes.value)).toBe(1);
    const no = committed(yes, tickStep(yes, matter, { step: 2, answer: 1 }, who));
    expect([...skippedSteps(no.value)]).toEqual([]);
    const one = committed(yes, tickStep(yes, matter, { step: 1 }, who));
    expect(nextStepOf(one.value)).toBe(4);
    const over = committed(one, tickStep(one, matter, { step: 4, answer: 1 }, who));
    expect(nextStepOf(over.value)).toBeUndefined();
    expect([...skippedSteps(over.value)]).toEqual([3, 5]);
    // Somebody did it all the same.
    const three = committed(over, tickStep(over, matter, { step: 3 }, who));
    expect([...skippedSteps(three.value)]).toEqual([5]);
  });
});

describe('what it looks like', () => {
  const shown = {
    zone: 'Europe/Madrid',
    locale: 'en',
    t: translator('en'),
    remedies: new Map([['restart', { name: 'restart', title: 'Restart it' }]]),
  } as const;
  const said = (run: RunbookRun, part = 0) =>
    JSON.stringify(runbookMessage('I2:projector-dead', run, part, shown).blocks);

  it('says who did a step and when, by the clock of the event, what is next and what is left out', () => {
    const who = { by: 'UA', now: instant('2019-06-05T10:01:00Z') };
    const run = committed(begun(), tickStep(begun(), matter, { step: 2, answer: 0 }, who));
    const text = said(run.value);
    expect(text).toContain(':white_check_mark: *2.* two?\\n_*yes*: <@UA>, 12:01_');
    expect(text).toContain(':arrow_right: *1.* one');
    expect(text).toContain('*3.* three _(not needed after that answer)_');
    expect(text).toContain('again');
    expect(text).toContain('1 of 5 steps done');
  });

  it('is inert but for bold and links', () => {
    const run = begun(
      '- <!channel> *a* **b** ~c~ `d` [the map](https://example.org/a?b=1&c=2) [x](javascript:alert(1))',
    ).value;
    const text = said(run);
    expect(text).toContain('&lt;!channel&gt; ∗a∗ *b* ∼c∼ `d` <https://example.org/a?b=1&amp;c=2|the map>');
    expect(text).not.toContain('|x>');
  });

  it('has the button of an action at its step, while there is such an action and it is not done', () => {
    const text =
      '- [Restart the lamp](action:restart)\n- [x](action:unknown)\n- [Again](action:restart), dark?';
    const run = begun(text).value;
    const blocks = runbookMessage('I2:x', run, 0, shown).blocks ?? [];
    const buttons = blocks.flatMap((one) => (one.type === 'actions' ? one.elements : []));
    expect(buttons.map((one) => 'action_id' in one && one.action_id)).toEqual([
      'incident.do#restart',
      'incident.do#restart',
    ]);
    expect(said(run)).toContain('*1.* *Restart the lamp*');
    expect(JSON.stringify(buttons[0])).toContain('I2');
    const done = committed(
      begun(text),
      tickStep(begun(text), matter, { step: 1 }, { by: 'UA', now: instant('2019-06-05T10:01:00Z') }),
    );
    expect(said(done.value).match(/incident\.do#restart/g)).toHaveLength(1);
  });

  it('never passes what Slack takes, however long it is and whatever is done', () => {
    const words = fc.oneof(
      // Without braces: of `{x}` the check thinks that it was never filled in.
      fc.string({ minLength: 1, maxLength: 700 }).map((text) => text.replaceAll(/[\s{]/g, 'x')),
      fc.constant('<&>'.repeat(250)),
      fc.constant('a short one'),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(words, fc.boolean(), fc.integer({ min: 0, max: 2 })), {
          minLength: 1,
          maxLength: 60,
        }),
        (all) => {
          const text = all
            .map(([line, asks]) =>
              asks ? `- ${line}?\n${`  - ${'answer '.repeat(8)}\n`.repeat(5)}` : `- ${line}`,
            )
            .join('\n');
          const { problems } = readRunbook(text);
          fc.pre(problems.length === 0);
          let run = begun(text);
          for (const [index, [, , press]] of all.entries()) {
            const step = run.value.parts.find((part) => part.kind === 'step' && part.number === index + 1);
            const asks = step?.kind === 'step' && step.answers !== undefined;
            const who = { by: 'U0123456789', now: instant('2019-06-06T10:01:00Z') };
            if (press > 0)
              run = committed(
                run,
                tickStep(run, matter, { step: index + 1, ...(asks && { answer: 0 }) }, who),
              );
          }
          for (const part of runbookMessages(run.value.parts).keys())
            expect(postFaults(runbookMessage('I2:x', run.value, part, shown))).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('what fits', () => {
  const all = [
    runbook('Projector dead', STEPS, { kinds: ['av'], alerts: { device: 'projector' }, place: 0 }),
    runbook('Stream down', STEPS, { kinds: ['av'], alerts: { device: 'stream' }, place: 1 }),
    runbook('Sound in the Main hall', STEPS, { kinds: ['av'], rooms: ['Main hall'], place: 2 }),
    runbook('Workshop room', STEPS, { rooms: ['Workshop'], place: 3 }),
    runbook('By name alone', STEPS, { place: 4 }),
  ];
  const best = ({ words, ...more }: Partial<RunbookNeed> & { words: string }) =>
    fittingRunbooks(all, { words, kind: guessKind(words), labels: [], ...more })[0]?.name;

  it.each<[string, Partial<RunbookNeed> & { words: string }, string | undefined]>([
    ['its words', { words: 'The stream is down again' }, 'Stream down'],
    ['the file’s order', { words: 'the screen is dark' }, 'Projector dead'],
    ['a room before a kind', { words: 'no sound', room: 'main hall' }, 'Sound in the Main hall'],
    [
      'a label before a room',
      { words: 'x', room: 'Main hall', kind: 'av', labels: [{ device: 'Stream' }] },
      'Stream down',
    ],
    [
      'a label without the kind',
      { words: 'x', kind: 'other', labels: [{ device: 'projector' }] },
      'Projector dead',
    ],
    ['a room alone', { words: 'x', kind: 'other', room: 'Workshop' }, 'Workshop room'],
    ['nothing', { words: 'x', kind: 'power' }, undefined],
  ])('%s', (_what, need, name) => {
    expect(best(need)).toBe(name);
  });
});
