/** Many speakers at once by a pasted table: what each row comes to, and that applying does what was shown, once. */
import type { ModalView } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { speakers } from '../../../commands/speakers/command.ts';
import { mailPrint } from '../../../src/callboard/domain/mail-print.ts';
import { type Person, personDocument } from '../../../src/callboard/domain/person.ts';
import type { Message } from '../../../src/core/ports/chat.ts';
import { speakerLinkDocument } from '../../../src/speakers/domain/link.ts';
import { findTableLinks, linkTable, toLink } from '../../../src/speakers/domain/link-table.ts';
import type { SpeakerRow } from '../../../src/speakers/domain/speaker-row.ts';
import { speakerTableDocument } from '../../../src/speakers/domain/table-plan.ts';
import { readSpeakers } from '../../../src/speakers/load.ts';
import { somebody, type World } from '../../support/fake-deps.ts';
import { add, link, session, speaker, speakersWorld } from './world.ts';

const PEOPLE = [
  speaker('UANA', { name: 'Ana G.', handle: 'ana', email: 'Ana@example.org' }),
  speaker('UBEN', { name: 'Ben', email: 'ben@example.org', phone: { number: '+34600111222' } }),
  speaker('UGUEST', { name: 'Gil', email: 'gil@example.org', guest: true }),
  speaker('ULEFT', { name: 'Lea', email: 'lea@example.org', deactivated: true }),
];
const SPEAKERS = [
  ['ana', 'Ana García'],
  ['ben', 'Ben Braun'],
  ['cat', 'Cat Cole'],
  ['dan-1', 'Dan Doe', 'dan@example.org'],
  ['dan-2', 'Dan Doe'],
  ['eva', 'Eva Ek'],
] as const;

async function town(): Promise<World> {
  const world = await speakersWorld(PEOPLE);
  await add(
    world,
    ...SPEAKERS.map(([id, name, mail], i) =>
      session(`S${i + 1}`, '2019-06-06T12:00:00Z', {
        speakers: [{ id, name, ...(mail && { mail: mailPrint(mail) }) }],
      }),
    ),
  );
  return world;
}

const submit = async (world: World, text: string, by = 'UORG') =>
  (await speakers.modals?.['speakers.table']?.run(
    { ...(await world.asking(by)), values: { text: { value: text } }, meta: '' },
    world.deps,
  )) as Message;
const buttonOf = (message: Message, action: string): string | undefined => {
  const all = (message.blocks ?? []).flatMap((block) => (block.type === 'actions' ? block.elements : []));
  const found = all.find((one) => 'action_id' in one && one.action_id === action);
  return found && 'value' in found ? String(found.value) : undefined;
};
const press = async (world: World, action: string, value = '') =>
  ((await world.press('UORG', speakers, action, value)) as { replace: Message }).replace;
const shown = (message: Message) => JSON.stringify(message);
const links = async (world: World) =>
  Object.fromEntries((await world.store.all(speakerLinkDocument)).map(({ id, value }) => [id, value.person]));

describe('a pasted table', () => {
  it('is asked for by `link` alone, and links nobody before Apply', async () => {
    const world = await town();
    const { modal } = (await world.type('UORG', speakers, 'link')) as { modal: ModalView };
    expect(modal.callback_id).toBe('speakers.table');
    const preview = await submit(
      world,
      [
        'Ponente;Correo;Teléfono;Slack',
        'García, Ana;;;@ana',
        'Ben Braun;ben@example.org;;',
        'Cat Cole;;+34 600 12 34 56;',
        'Dan Doe;;+34600999888;',
        'Eva Eck;;+34600777666;',
        'Eva Ek;;600 77 76 66;',
      ].join('\n'),
    );
    const text = shown(preview);
    expect(text).toContain('3 speakers to link · 0 linked already · 3 rows to look at');
    expect(text).toMatch(/Row 2: \*Ana García\* `S1` → <@UANA> \(by Slack handle\)/);
    expect(text).toMatch(/Row 3: \*Ben Braun\* `S2` → <@UBEN> \(by e-mail\)/);
    expect(text).toMatch(/Row 4: \*Cat Cole\* `S3` → the phone that ends in 56 \(by phone\)/);
    expect(text).toMatch(/Row 5: \*Dan Doe\* could be several speakers: \*Dan Doe\* `S4`, \*Dan Doe\* `S5`/);
    expect(text).toMatch(/Row 6: nobody on the programme is called \*Eva Eck\*. Is it \*Eva Ek\*/);
    expect(text).toMatch(/Row 7: `600 77 76 66` is no phone number/);
    expect(await links(world)).toEqual({});

    const done = await press(world, 'speakers.table-apply', buttonOf(preview, 'speakers.table-apply'));
    expect(shown(done)).toContain('3 speakers are linked now');
    const after = await links(world);
    expect(after).toMatchObject({ ana: 'UANA', ben: 'UBEN', cat: expect.stringMatching(/^x-/) });
    const cat = await world.store.get(personDocument, after['cat'] ?? '');
    expect(cat?.value).toMatchObject({ name: 'Cat Cole', phone: { number: '+34600123456' } });
    // Reminders follow, as from `link` by hand; the table, with its numbers, is gone.
    const due = (await world.store.outbox()).map(({ id }) => id).filter((id) => id.startsWith('remind:'));
    for (const person of Object.values(after))
      expect(due.some((id) => id.includes(`:${person}:`))).toBe(true);
    expect(await world.store.all(speakerTableDocument)).toEqual([]);
    expect(JSON.stringify(await world.store.facts())).not.toMatch(/600123456|ben@example/);
    expect(
      shown(await press(world, 'speakers.table-apply', buttonOf(preview, 'speakers.table-apply'))),
    ).toContain('applied or discarded already');
  });

  it('leaves what is linked, and says who it is; two people, guests and who left are told', async () => {
    const world = await town();
    await link(world, 'ana', 'UANA');
    await link(world, 'ben', 'UANA');
    const text = shown(
      await submit(
        world,
        [
          'Ana García,ana@example.org,',
          'Ben Braun,ben@example.org,',
          'Cat Cole,ana@example.org,+34600111222',
          'Dan Doe,dan@example.org,+34600999888',
          'Eva Ek,gil@example.org,',
          'Eva Ek,lea@example.org,',
        ].join('\n'),
      ),
    );
    expect(text).toMatch(/Row 1: \*Ana García\* `S1` is linked to <@UANA> already/);
    expect(text).toMatch(/Row 2: \*Ben Braun\* `S2` is linked to <@UANA> already, and stays so/);
    expect(text).toMatch(/Row 3: what it says of \*Cat Cole\* `S3` fits several people: .*<@UANA>/);
    // The agenda's own address tells the two of one name apart.
    expect(text).toMatch(/Row 4: \*Dan Doe\* `S4` → the phone that ends in 88/);
    expect(text).toMatch(/Row 5: .*a guest from another workspace/);
    expect(text).toMatch(/Row 6: .*who has left Slack/);
  });

  it('that means something else by now is shown anew, and not applied', async () => {
    const world = await town();
    const preview = await submit(world, 'Ana García,ana@example.org\nBen Braun,ben@example.org');
    await link(world, 'ana', 'UBEN');
    const again = await press(world, 'speakers.table-apply', buttonOf(preview, 'speakers.table-apply'));
    expect(shown(again)).toContain('Something has changed');
    expect(await links(world)).toEqual({ ana: 'UBEN' });
    await press(world, 'speakers.table-apply', buttonOf(again, 'speakers.table-apply'));
    expect(await links(world)).toEqual({ ana: 'UBEN', ben: 'UBEN' });
  });

  it('is thrown away by Discard, and by the next one of the same person', async () => {
    const world = await town();
    const first = await submit(world, 'Ana García,ana@example.org');
    const second = await submit(world, 'Ben Braun,ben@example.org');
    expect(
      shown(await press(world, 'speakers.table-apply', buttonOf(first, 'speakers.table-apply'))),
    ).toContain('applied or discarded already');
    expect(
      shown(await press(world, 'speakers.table-discard', buttonOf(second, 'speakers.table-discard'))),
    ).toContain('Nobody was linked');
    expect(await links(world)).toEqual({});
    expect(await world.store.all(speakerTableDocument)).toEqual([]);
  });

  it('of a thousand rows is read, shown by the page and applied at once', async () => {
    const names = Array.from({ length: 1000 }, (_, i) => `Speaker Number ${i}`);
    const world = await speakersWorld([]);
    await add(
      world,
      ...names.map((name, i) =>
        session(`S${i + 1}`, '2019-06-06T12:00:00Z', { speakers: [{ id: `r${i}`, name }] }),
      ),
    );
    const table = names.map((name, i) => `${name}\t+34600${String(100000 + i)}`).join('\n');
    const preview = await submit(world, table);
    expect(shown(preview)).toContain('1000 speakers to link');
    const next = await press(world, 'speakers.table-more', buttonOf(preview, 'speakers.table-more'));
    expect(shown(next)).toContain('Rows 26–50 of 1000');
    await press(world, 'speakers.table-apply', buttonOf(preview, 'speakers.table-apply'));
    expect(Object.keys(await links(world))).toHaveLength(1000);
    expect(new Set(Object.values(await links(world))).size).toBe(1000);
  }, 60_000);
});

it('applied twice changes nothing the second time, whatever the table says', async () => {
  const pick = <T>(...of: readonly T[]) => fc.constantFrom(...of);
  const maybe = (...of: readonly string[]) => fc.option(pick(...of), { nil: undefined });
  const row = fc.record({
    name: pick(...SPEAKERS.map(([, name]) => name), 'Doe, Dan', 'Nobody', ''),
    email: maybe(
      'ana@example.org',
      'ben@example.org',
      'gil@example.org',
      'dan@example.org',
      'no@example.org',
    ),
    phone: maybe('+34600111222', '0034600999888', '+34 600 777 666', '600', '+34 803 123 456'),
    slack: maybe('ana', 'UBEN', 'nobody'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 8 }), async (made) => {
      const world = await town();
      const rows = made.map((one, i) => {
        const said = Object.entries(one).filter(([, value]) => value !== undefined);
        return { line: i + 1, ...Object.fromEntries(said) } as SpeakerRow;
      });
      const judge = async () => {
        const all = await readSpeakers(world.deps);
        const people: readonly Person[] = await world.deps.directory.all();
        return { all, wanted: toLink(findTableLinks(rows, { ...all, people })) };
      };
      const { all, wanted } = await judge();
      expect(new Set(wanted.map((one) => one.speaker.id)).size).toBe(wanted.length);
      const ids = wanted.map((_, i) => `n${i}`);
      const change = linkTable(wanted, ids, 'UORG', all);
      const jobs = (change.jobs ?? []).map((job) => ('id' in job ? job.id : job.cancel));
      expect(new Set(jobs).size).toBe(jobs.length);
      if (wanted.length > 0) await world.store.commit(change);
      expect(Object.keys(await links(world)).sort()).toEqual(wanted.map((one) => one.speaker.id).sort());
      for (const id of Object.values(await links(world))) {
        const person = await world.deps.directory.person(id);
        expect(person).toBeDefined();
        expect(person?.guest ?? person?.deactivated ?? false).toBe(false);
      }
      expect((await judge()).wanted).toEqual([]);
    }),
    {
      numRuns: 60,
      // A row that fits two people only once another row has made somebody of its number.
      examples: [
        [
          [
            { name: 'Ana García', email: 'ana@example.org', phone: '+34 600 777 666', slack: undefined },
            { name: 'Ana García', email: undefined, phone: undefined, slack: 'UBEN' },
            { name: 'Cat Cole', email: undefined, phone: '+34 600 777 666', slack: undefined },
          ],
        ],
      ],
    },
  );
}, 60_000);

it('links as many speakers of one session as the table names, and looks for them together', async () => {
  const world = await speakersWorld([
    speaker('UANA', { email: 'ana@example.org' }),
    somebody('UBEN', { email: 'ben@example.org' }),
  ]);
  const both = [
    { id: 'ana', name: 'Ana García' },
    { id: 'ben', name: 'Ben Braun' },
  ];
  await add(world, session('S1', '2019-06-06T12:00:00Z', { speakers: both }));
  const preview = await submit(world, 'Ana García,ana@example.org\nBen Braun,ben@example.org');
  await press(world, 'speakers.table-apply', buttonOf(preview, 'speakers.table-apply'));
  const byTable = (await world.store.outbox()).map(({ id, at }) => `${id} ${at}`).sort();
  const other = await speakersWorld([
    speaker('UANA', { email: 'ana@example.org' }),
    somebody('UBEN', { email: 'ben@example.org' }),
  ]);
  await add(other, session('S1', '2019-06-06T12:00:00Z', { speakers: both }));
  await other.type('UORG', speakers, 'link Ana García ana@example.org');
  await other.type('UORG', speakers, 'link Ben Braun ben@example.org');
  expect(byTable).toEqual((await other.store.outbox()).map(({ id, at }) => `${id} ${at}`).sort());
});
