/**
 * `npm run rehearse -- EVENT.yaml [RATE] [--agenda FILE|URL] [--rota FILE …] [--people FILE] [--volunteers N]
 * [--rooms A,B] [--day DATE] [--seed N] [--seeds N] [--hours N] [--out FILE.md] [--about TEXT]`: plays a day of the
 * event with made-up people, in memory as a whole and for some hours in the sandbox at RATE ×, and writes its report.
 * Rate 0 leaves the sandbox out. See docs/organizers-rehearse.md.
 */
import { parseArgs } from 'node:util';
import { CannotRehearse } from '../test/support/rehearsal/read-script.ts';
import { rehearse } from '../test/support/rehearsal/rehearse.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    agenda: { type: 'string' },
    rota: { type: 'string', multiple: true },
    people: { type: 'string' },
    volunteers: { type: 'string' },
    rooms: { type: 'string' },
    day: { type: 'string' },
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '3' },
    hours: { type: 'string', default: '2' },
    out: { type: 'string', default: 'rehearsal.md' },
    about: { type: 'string' },
  },
});
const [event, rate = '60', ...rota] = positionals;

/** A whole number from `least`, or a line that says what is wrong. */
function numberOf(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < least || value > most)
    throw new CannotRehearse(`${name} is "${text}": give a number from ${least} to ${most}.`);
  return value;
}

try {
  if (event === undefined) throw new CannotRehearse('Name the event file: npm run rehearse -- event.yaml 60');
  await rehearse(
    {
      event,
      agenda: values.agenda,
      // A shell makes several names of `--rota *.xml`: those behind it are more of the same.
      rota: [...(values.rota ?? []), ...rota],
      people: values.people,
      volunteers:
        values.volunteers === undefined ? undefined : numberOf('--volunteers', values.volunteers, 0, 400),
      rooms: values.rooms
        ?.split(',')
        .map((room) => room.trim())
        .filter(Boolean),
      day: values.day,
    },
    {
      rate: numberOf('The rate', rate, 0, 3600),
      seed: numberOf('--seed', values.seed, 0, 2 ** 31),
      seeds: numberOf('--seeds', values.seeds, 1, 50),
      hours: numberOf('--hours', values.hours, 0, 100),
      out: values.out,
      about: values.about,
      say: (line) => console.error(line),
    },
  );
} catch (error) {
  if (!(error instanceof CannotRehearse)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
