/** Scenarios are files: ours can be played, anybody's are checked line by line, and the event file has its own. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { callboard } from '../../../commands/callboard/command.ts';
import { runDrill } from '../../../src/callboard/cli/drill.ts';
import type { Recorded } from '../../../src/core/commit.ts';
import { instant } from '../../../src/core/instant.ts';
import { readByLines } from '../../../src/formats/event-file/read.ts';
import type { Drill } from '../../../src/incident/domain/drill.ts';
import { scoreDrill } from '../../../src/incident/domain/drill-score.ts';
import { publishedScenarioSchema, Scenario } from '../../../src/incident/domain/scenario.ts';
import { loadScenarios } from '../../../src/incident/scenarios.ts';
import { applied } from '../../support/event-files.ts';
import { pagingWorld, textOf } from '../page/world.ts';

const FOLDER = 'src/incident/scenarios';
const WORKED =
  /```yaml\n(# yaml-language-server[\s\S]*?)```/.exec(readFileSync('docs/drills.md', 'utf8'))?.[1] ?? '';

const problemsOf = (text: string) => {
  const read = readByLines(text, Scenario);
  return 'problems' in read ? read.problems.map(({ line, message }) => `${line}: ${message}`) : [];
};

const head = (more = '') => `name: mine
title: Mine
about: What it is for
minutes: 10
steps:
${more}`;

describe('a scenario', () => {
  it('of ours fits the published schema, in both languages', () => {
    const validate = new Ajv2020({ strict: false }).compile(publishedScenarioSchema());
    const files = readdirSync(FOLDER);
    expect(files.length).toBeGreaterThanOrEqual(7);
    for (const file of files) {
      const text = readFileSync(join(FOLDER, file), 'utf8');
      expect(problemsOf(text)).toEqual([]);
      expect(validate(parse(text)), file).toBe(true);
      expect(parse(text).name).toBe(file.replace('.yaml', ''));
      const alone = Scenario.parse(parse(text)).steps.flatMap((step) =>
        [step.inject, step.page?.says, step.missing?.says].filter((words) => typeof words === 'string'),
      );
      expect(alone).toEqual([]);
    }
  });

  it('is published as a schema, and the worked example of the guide can be played', () => {
    const now = `${JSON.stringify(publishedScenarioSchema(), undefined, 2)}\n`;
    if (process.env['UPDATE']) writeFileSync('docs/scenario.schema.json', now);
    expect(JSON.parse(readFileSync('docs/scenario.schema.json', 'utf8'))).toEqual(JSON.parse(now));
    expect(WORKED).toContain('steps:');
    expect(problemsOf(WORKED)).toEqual([]);
  });

  it.each([
    ['  - at: 0\n    page: { to: nobody, says: Help }\n', /7: .*nobody to page/],
    ['  - at: 0\n', /6: does nothing/],
    ['  - { at: 0, inject: One, page: { to: oncall, says: Two } }\n', /6: does 2 things/],
    [
      '  - at: 0\n    inject: One\n    expect: [{ what: acknowledged, within: 2 }]\n',
      /8: .*expects a page to be acknowledged, and this step opens none/,
    ],
    ['  - at: 5\n    inject: One\n    expect: [{ what: update, within: 9 }]\n', /8: .*after the end/],
    [
      '  - at: 5\n    inject: One\n    expect: [{ what: update, within: 2 }]\n  - at: 3\n    inject: Two\n',
      /9: .*comes before the step above it/,
    ],
    [
      '  - at: 0\n    keys: { set: ingress, says: Now }\n    expect: [{ what: ceremony, within: 5 }]\n',
      /7: .*no practice set/,
    ],
    ['  - at: 0\n    inject: One\n', /5: .*expect nothing of anybody/],
    ['  - at: 0\n    injekt: One\n', /7: .*do you mean inject/],
  ])('with a mistake is told its line: %s', (steps, wanted) => {
    expect(problemsOf(head(steps)).join('\n')).toMatch(wanted);
  });

  it('begins nothing private, and takes no word of the command', () => {
    const steps = '  - { at: 0, inject: One, expect: [{ what: update, within: 2 }] }\n';
    expect(problemsOf(`kind: medical\n${head(steps)}`).join()).toContain('begins private');
    expect(problemsOf(head(steps).replace('name: mine', 'name: cancel')).join()).toContain(
      'the command itself',
    );
  });
});

describe('callboard drill check', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'callboard-scenario-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const checked = (...given: string[]) => {
    const lines: string[] = [];
    const line = (text: string) => void lines.push(text);
    return { code: runDrill(given, { print: line, warn: line }), said: lines.join('\n') };
  };

  it('says what would be played, and of each mistake where it is', () => {
    const good = join(FOLDER, 'projector.yaml');
    expect(checked('check', good)).toMatchObject({
      code: 0,
      said: expect.stringMatching(
        /projector can be played: 20 min, 1 page, 9 points\.[\s\S]*minute 4: breaks/,
      ),
    });
    const bad = join(folder, 'bad.yaml');
    writeFileSync(bad, head('  - at: 0\n    page: { to: nobody, says: Help }\n'));
    const both = checked('check', good, bad);
    expect(both.code).toBe(1);
    expect(both.said).toContain(`${bad}:7: `);
    expect(checked('check', join(folder, 'none.yaml'))).toMatchObject({ code: 1 });
    expect(checked('play')).toMatchObject({ code: 2 });
  });
});

describe('the event file', () => {
  it('has scenarios of its own, which come first and take the place of ours', async () => {
    const world = await pagingWorld();
    await applied(
      `version: 1
drills:
  - name: projector
    title: Our own projector
    about: With our own cable
    minutes: 10
    steps: [{ at: 0, inject: One, expect: [{ what: update, within: 2 }] }]`,
      world.deps,
    );
    const all = await loadScenarios(world.deps);
    expect(all[0]).toMatchObject({ name: 'projector', title: 'Our own projector' });
    expect(all.filter(({ name }) => name === 'projector')).toHaveLength(1);
    expect(textOf(await world.type('UORG', callboard, 'drill'))).toContain('Our own projector');
  });

  it('are listed fifteen at a time', async () => {
    const world = await pagingWorld();
    const own = Array.from(
      { length: 12 },
      (_, i) => `
  - name: own${i}
    title: Own ${i}
    about: Nothing
    minutes: 10
    steps: [{ at: 0, inject: One, expect: [{ what: update, within: 2 }] }]`,
    );
    await applied(`version: 1\ndrills:${own.join('')}`, world.deps);
    const first = await world.type('UORG', callboard, 'drill');
    expect(textOf(first)).not.toContain('`two`');
    expect(JSON.stringify(first)).toContain('callboard.drill-more');
    const rest = await world.press('UORG', callboard, 'callboard.drill-more', '15');
    expect(textOf(rest).split('\n')).toHaveLength(5);
    expect(textOf(rest)).toContain('`two`');
    expect(JSON.stringify(rest)).not.toContain('callboard.drill-more');
  });
});

describe('a score', () => {
  const scenario = Scenario.parse({
    ...{ name: 'mine', title: 'Mine', about: 'x', minutes: 20 },
    steps: [
      {
        at: 0,
        page: { to: 'oncall', says: 'x' },
        expect: [
          { what: 'acknowledged', within: 3, points: 3 },
          { what: 'ticked', within: 5, ticks: 2 },
          { what: 'commander', within: 5 },
        ],
      },
      { at: 5, inject: 'y', expect: [{ what: 'update', within: 5 }] },
    ],
  });
  const at = (minute: number) => instant('2019-06-05T08:00:00Z').add({ minutes: minute }).toString();
  const drill = (more: Partial<Drill> = {}): Drill => ({
    ...{ code: 'D1', scenario, state: 'ended', by: 'U1', at: at(0), incident: 'I1', begunAt: at(0) },
    played: [
      { step: 0, at: at(0), page: 'P1' },
      { step: 1, at: at(5) },
    ],
    endedAt: at(20),
    why: 'time',
    ...more,
  });
  const fact = (name: string, minute: number, data: object = {}): Recorded => ({
    ...{ id: `${minute}-0`, name, at: instant(at(minute)), by: 'U2', about: ['incident:I1'], data },
  });

  it('counts what was in time, tells what was late with its time, and nothing that was before the step', () => {
    const score = scoreDrill(drill(), [
      fact('incident.role-taken', 1, { role: 'scribe' }),
      fact('page.acknowledged', 2, { page: 'P9' }),
      fact('page.acknowledged', 4, { page: 'P1' }),
      fact('runbook.ticked', 3),
      fact('incident.updated', 4),
      fact('runbook.ticked', 5),
    ]);
    expect(score.well.map(({ expectation }) => expectation.what)).toEqual(['ticked']);
    expect(score.practise.map(({ expectation, seconds }) => [expectation.what, seconds])).toEqual([
      ['acknowledged', 240],
      ['commander', undefined],
      ['update', undefined],
    ]);
    expect([score.points, score.of]).toEqual([1, 6]);
  });

  it('holds nothing against a crew that had no time for it', () => {
    const played = [{ step: 0, at: at(0), page: 'P1' }];
    const score = scoreDrill(drill({ endedAt: at(2), why: 'real', played }), []);
    expect(score).toMatchObject({ well: [], practise: [], of: 0, unplayed: 1 });
  });

  it('takes what the drill itself closed for nobody’s doing', () => {
    const own = fact('page.acknowledged', 20, { page: 'P1' });
    expect(scoreDrill(drill(), [own]).well).toEqual([]);
  });
});
