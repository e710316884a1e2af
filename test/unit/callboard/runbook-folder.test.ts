/** Runbooks of the event file: as a folder, with every mistake named, and what an export makes of them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { differenceText } from '../../../src/callboard/event-file/difference.ts';
import { withRunbookFolder } from '../../../src/callboard/event-file/runbook-folder.ts';
import { WrittenSetup } from '../../../src/callboard/event-file/schema.ts';
import { readByLines } from '../../../src/formats/event-file/read.ts';
import { runbookDocument } from '../../../src/incident/domain/runbook.ts';
import { applied, exported, planned } from '../../support/event-files.ts';
import { fakeWorld } from '../../support/fake-deps.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'callboard-runbooks-'));
  mkdirSync(join(folder, 'books'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, text: string) => writeFileSync(join(folder, 'books', name), text);
const read = () => withRunbookFolder({ version: 1, runbooks: 'books' }, join(folder, 'event.yaml'));
const faults = () => {
  const found = read();
  if (!('faults' in found)) return [];
  return found.faults.map(
    ({ file, line, message }) => `${file.slice(folder.length + 1)}:${line}: ${message}`,
  );
};

describe('a folder of runbooks', () => {
  it('is read by the names of its files, each with its title and its head', () => {
    write('2-stream.md', '# Stream down\r\n\r\n- Look\r\n');
    write(
      '1-projector.md',
      '---\nkinds: [av]\nalerts: { device: projector }\n---\n# Projector dead\n\nCalm.\n\n- Tell\n',
    );
    write('README.md', 'what this folder is');
    write('notes.txt', 'no runbook');
    expect(read()).toEqual({
      setup: {
        version: 1,
        runbooks: [
          {
            name: 'Projector dead',
            kinds: ['av'],
            rooms: [],
            alerts: { device: 'projector' },
            text: 'Calm.\n\n- Tell',
          },
          { name: 'Stream down', kinds: [], rooms: [], alerts: {}, text: '- Look' },
        ],
      },
    });
  });

  it('names each mistake with its file and line, and quotes no secret', () => {
    write('a.md', '---\nkinds: [av, ghosts]\n---\n# A\n- x');
    write('b.md', '- no title');
    write('c.md', '# C\nno step');
    write('d.md', '---\nkind: [av]\n---\n# D\n- x');
    write('e.md', `# E\n- call with xoxb-${'1'.repeat(12)}`);
    const said = faults();
    expect(said).toHaveLength(5);
    expect(said[0]).toMatch(/^books\/a\.md:2: "ghosts" should be power or/);
    expect(said[1]).toMatch(/^books\/b\.md:1: has no title/);
    expect(said[2]).toMatch(/^books\/c\.md:1: has no step/);
    expect(said[3]).toBe('books/d.md:2: is nothing that stands at the top of the file: do you mean kinds?');
    expect(said[4]).toMatch(/looks like a token/);
    expect(said.join()).not.toContain('xoxb');
  });

  it('that is not there, or has a name twice, is told', () => {
    write('a.md', '# Fire alarm\n- x');
    write('b.md', '# FIRE ALARM\n- x');
    expect(faults().join()).toContain('a second time');
    rmSync(join(folder, 'books'), { recursive: true });
    expect(faults().join()).toContain('is no folder');
    mkdirSync(join(folder, 'books'));
  });
});

describe('runbooks in the file', () => {
  const file = (runbooks: unknown) => stringify({ version: 1, runbooks });

  it('are told with their line and key where they are wrong', () => {
    const text =
      'version: 1\nrunbooks:\n  - name: A\n    text: "- x"\n    kinds: [ghosts]\n  - name: B\n    texts: "- x"\n';
    const found = readByLines(text, WrittenSetup);
    const problems = 'problems' in found ? found.problems : [];
    expect(problems.map(({ line, key }) => `${line} ${key}`)).toEqual([
      '5 runbooks.1.kinds.1',
      '6 runbooks.2.text',
      '7 runbooks.2.texts',
    ]);
    expect(problems[2]?.message).toContain('do you mean text?');
  });

  it('are added, changed and removed, in one line each, and stay in their order', async () => {
    const { deps, store } = await fakeWorld();
    const [a, b] = [
      { name: 'Fire alarm', kinds: ['safety'], text: '- Out\n- Count' },
      { name: 'Power cut', text: '- Light' },
    ];
    const plan = async (runbooks: unknown) =>
      (await planned(file(runbooks), deps)).map((one) => differenceText(one));
    expect(await plan([a, b])).toEqual([
      '+ runbooks Fire alarm: kinds (safety), text - Out - Count',
      '+ runbooks Power cut: text - Light',
    ]);
    await applied(file([a, b]), deps);
    const changed = { ...a, text: `- Out\n- ${'Count everybody. '.repeat(9)}` };
    expect(await plan([changed])).toEqual([
      expect.stringMatching(
        /^~ runbooks Fire alarm: text - Out - Count → “- Out - Count.*…” \(\d+ characters\)$/,
      ),
      '- runbooks Power cut: text - Light',
    ]);
    await applied(file([b, a]), deps);
    expect(
      (await store.all(runbookDocument)).sort((x, y) => x.value.place - y.value.place).map(({ id }) => id),
    ).toEqual(['power-cut', 'fire-alarm']);
    expect(await plan([b, a])).toEqual([]);
    expect(await exported(deps)).toMatch(/Power cut[\s\S]*Fire alarm/);
    await applied(file([]), deps);
    expect(await store.all(runbookDocument)).toEqual([]);
  });
});
