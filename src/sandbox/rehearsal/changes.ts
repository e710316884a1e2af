/** What organizers could change before the day: each as the same script with that one thing otherwise. Pure. */
import { milliseconds } from '../../core/instant.ts';
import { defaultPolicy } from '../../page/domain/policy.ts';
import { liveOf, type Shift } from '../../rota/domain/shift.ts';
import type { Measures } from './measure.ts';
import { presentAt } from './measure-rota.ts';
import { minutesWaited } from './played-pages.ts';
import { type Player, playerLabel, type Script, STANDBY_MINUTES } from './script.ts';
import { clockText, type Trouble } from './trouble.ts';

export interface Tried {
  /** One line for the report. */
  readonly what: string;
  /** How it is done in Callboard. */
  readonly how: string;
  readonly script: Script;
}

export const shiftWords = (shift: Shift, zone: string): string =>
  `${shift.code} ${shift.role}${shift.room === undefined || shift.room === shift.role ? '' : ` in ${shift.room}`}, ${clockText(milliseconds(shift.start), zone)}–${clockText(milliseconds(shift.end), zone)}`;

const withShift = (script: Script, changed: Shift): Script => ({
  ...script,
  shifts: script.shifts.map((shift) => (shift.code === changed.code ? changed : shift)),
});

const withPlace = (shift: Shift, person: string): Shift => ({
  ...shift,
  ...(shift.max !== undefined && { max: Math.max(shift.max, liveOf(shift).length + 1) }),
  assignments: [...shift.assignments, { person, state: 'accepted' }],
});

const withSpare = (script: Script, spare: Player): Script => ({
  ...script,
  players: [...script.players, spare],
  spares: script.spares.filter(({ id }) => id !== spare.id),
});

/** Minutes that pages waited, by the shift that they hit. */
function waitedAt(
  script: Script,
  { pages }: Measures,
): readonly { readonly shift: Shift; readonly waited: number }[] {
  return script.shifts
    .map((shift) => ({
      shift,
      waited: pages
        .filter(
          ({ target, openedAt }) =>
            milliseconds(shift.start) <= openedAt &&
            milliseconds(shift.end) > openedAt &&
            ((target.kind === 'room' && shift.room === target.name) ||
              (target.kind === 'role' && shift.role === target.name)),
        )
        .reduce((sum, page) => sum + minutesWaited(page, script.until), 0),
    }))
    .filter(({ waited }) => waited > 0)
    .sort((a, b) => b.waited - a.waited || (a.shift.code < b.shift.code ? -1 : 1));
}

function onePersonMore(script: Script, shift: Shift): Tried[] {
  const [spare] = script.spares;
  if (!spare) return [];
  return [
    {
      what: `One more person on ${shiftWords(shift, script.zone)}`,
      how: `\`/rota assign ${shift.code} @somebody\`, or ask in \`#volunteers\` with \`/rota invite\``,
      script: withShift(withSpare(script, spare), withPlace(shift, spare.id)),
    },
  ];
}

/** Somebody of a shift that has more than it needs at that time. */
function spread(script: Script, shift: Shift, trouble: readonly Trouble[]): Tried[] {
  const overlaps = (other: Shift) =>
    milliseconds(other.start) < milliseconds(shift.end) &&
    milliseconds(shift.start) < milliseconds(other.end);
  const isFree = (person: string, but: Shift) =>
    script.shifts.every(
      (other) =>
        other.code === but.code ||
        !overlaps(other) ||
        !liveOf(other).some((place) => place.person === person),
    );
  const rich = script.shifts
    .filter((other) => other.code !== shift.code && overlaps(other))
    .map((other) => ({
      other,
      more: Math.min(liveOf(other).length, presentAt(other, trouble, milliseconds(other.end))) - other.min,
    }))
    .filter(({ more }) => more > 0)
    .sort((a, b) => b.more - a.more || (a.other.code < b.other.code ? -1 : 1));
  for (const { other } of rich) {
    const moved = liveOf(other).findLast(({ person }) => isFree(person, other));
    if (!moved) continue;
    const left = { ...other, assignments: other.assignments.filter((one) => one !== moved) };
    return [
      {
        what: `Move ${playerLabel(script, moved.person)} from ${shiftWords(other, script.zone)}, which has more than it needs, to ${shiftWords(shift, script.zone)}`,
        how: `\`/rota drop ${other.code} @them\`, then \`/rota assign ${shift.code} @them\``,
        script: withShift(withShift(script, left), withPlace(shift, moved.person)),
      },
    ];
  }
  return [];
}

function anotherLead(script: Script, shift: Shift): Tried[] {
  const [spare] = script.spares;
  const roles = script.setup.roles ?? [];
  const role = roles.find(({ name }) => name === shift.role);
  if (!spare || !role) return [];
  // Those whom the same lead has, too: half of the load goes.
  const shared = roles.filter(({ leads }) => leads[0] === role.leads[0]);
  const taken = new Set([
    role.name,
    ...shared.slice(0, Math.floor(shared.length / 2)).map(({ name }) => name),
  ]);
  const led = roles.map((one) => (taken.has(one.name) ? { ...one, leads: [spare.id, ...one.leads] } : one));
  return [
    {
      what: `A second lead, for ${[...taken].slice(0, 3).join(', ')}${taken.size > 3 ? ` and ${taken.size - 3} more roles` : ''}`,
      how: '`/rota role ROLE`, `Edit role`',
      script: { ...withSpare(script, spare), setup: { ...script.setup, roles: led } },
    },
  ];
}

const seconds = (text: string): number => {
  const [, hours = 0, minutes = 0, rest = 0] = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text) ?? [];
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(rest);
};

/** Every step in half of its time. */
function quicker(script: Script): Tried {
  const usual = {
    default: {
      steps: defaultPolicy.steps.map(({ here = false, ...step }) => ({
        ...step,
        after: `${step.after}s`,
        here,
      })),
      rounds: defaultPolicy.rounds,
      pause: `${defaultPolicy.pause}s`,
    },
  };
  const half = (text: string, least = 0) => `${Math.max(least, Math.round(seconds(text) / 2))}s`;
  const policies = Object.fromEntries(
    Object.entries(script.setup.policies ?? usual).map(([key, policy]) => [
      key,
      {
        ...policy,
        steps: policy.steps.map((step) => ({ ...step, after: half(step.after) })),
        pause: half(policy.pause, 30),
      },
    ]),
  );
  return {
    what: 'Ask the next in half of the time: every step of the policies twice as quick',
    how: '`/page policy`, or `policies` in the event file',
    script: { ...script, setup: { ...script.setup, policies } },
  };
}

/** Text at once, call after half a minute. */
const LOUD = [
  { channel: 'slack', after: 0 },
  { channel: 'sms', after: 0 },
  { channel: 'voice', after: 30 },
] as const;

const louder = (script: Script): Tried => ({
  what: 'Text everybody of the crew at once, and call after half a minute',
  how: 'each person with `/rota contact`',
  script: {
    ...script,
    players: script.players.map((player) =>
      player.part === 'volunteer' || player.part === 'lead' ? { ...player, order: LOUD } : player,
    ),
  },
});

/** Whoever has no verified phone and was asked most while pages waited. */
function onePhone(script: Script, pages: Measures['pages']): Tried[] {
  const waited = new Map<string, number>();
  for (const page of pages)
    for (const person of new Set(page.asked.map((one) => one.person)))
      waited.set(person, (waited.get(person) ?? 0) + minutesWaited(page, script.until));
  const [found] = script.players
    .filter(({ phone, unverified, id }) => phone === undefined && unverified !== undefined && waited.has(id))
    .sort((a, b) => (waited.get(b.id) ?? 0) - (waited.get(a.id) ?? 0) || (a.id < b.id ? -1 : 1));
  if (!found) return [];
  const players = script.players.map((player): Player => {
    if (player.id !== found.id) return player;
    const { unverified, ...rest } = player;
    return { ...rest, ...(unverified !== undefined && { phone: unverified }) };
  });
  return [
    {
      what: `${playerLabel(script, found.id)} verifies their phone`,
      how: '`/rota contact`, then `/page test`',
      script: { ...script, players },
    },
  ];
}

/** Whoever is missing is looked for a quarter of an hour earlier. */
function earlierCheckIn(script: Script): Tried[] {
  if (script.sessions.length === 0) return [];
  const { speakers } = script.setup;
  return [
    {
      what: 'Look for speakers who are not there half an hour before their talk, not a quarter',
      how: '`checkIn: 30m` of `speakers` in the event file',
      script: {
        ...script,
        setup: {
          ...script.setup,
          speakers: { reminders: ['24h', '2h', '30m'], ...speakers, checkIn: '30m' },
        },
      },
    },
  ];
}

/** Talks that step in where nobody has come; their speakers are in the house all day. */
function standbyTalks(script: Script): Tried[] {
  const { spares, sessions } = script;
  if (spares.length === 0 || sessions.length === 0) return [];
  const speakers = spares.map((spare): Player => ({ ...spare, part: 'speaker' }));
  return [
    {
      what: `Have ${spares.length} talks of ${STANDBY_MINUTES} minutes on standby`,
      how: `\`/agenda standby add TITLE by NAME ${STANDBY_MINUTES}m\``,
      script: {
        ...script,
        players: [...script.players, ...speakers],
        spares: [],
        standby: speakers.map(({ id }) => id),
      },
    },
  ];
}

/** The worst shift with fewer people than it needs, and the worst of all, over all seeds together. */
function worstShifts(script: Script, measures: readonly Measures[]): Shift[] {
  const sum = (rows: readonly { readonly shift: Shift; readonly waited: number }[]) => {
    const sums = new Map<string, number>();
    for (const { shift, waited } of rows) sums.set(shift.code, (sums.get(shift.code) ?? 0) + waited);
    const [worst] = [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    return worst?.[0];
  };
  const codes = new Set([
    sum(measures.flatMap((one) => one.gaps)),
    sum(measures.flatMap((one) => waitedAt(script, one))),
  ]);
  return script.shifts.filter(({ code }) => codes.has(code));
}

/**
 * All that is tried: the worst shifts in several ways, and what concerns everybody.
 *
 * @param measures - of the script as it is, by seed; `trouble` is that of the first
 */
export function changesToTry(
  script: Script,
  measures: readonly Measures[],
  trouble: readonly Trouble[],
): Tried[] {
  const shifts = worstShifts(script, measures);
  const [first] = shifts;
  const pages = measures.flatMap((one) => one.pages);
  return [
    ...shifts.flatMap((shift) => onePersonMore(script, shift)),
    ...shifts.flatMap((shift) => spread(script, shift, trouble)),
    ...(first ? anotherLead(script, first) : []),
    quicker(script),
    louder(script),
    ...onePhone(script, pages),
    ...earlierCheckIn(script),
    ...standbyTalks(script),
  ];
}
