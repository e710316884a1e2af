/** The rota's sections of the event file: roles with what they need, and how shifts are made and reminded of. */
import { z } from 'zod';
import {
  durationText,
  eachOnce,
  inSeconds,
  PersonRef,
  type SomeSections,
  shortDuration,
} from '../../callboard/domain/event-file.ts';
import type { Doing } from '../../callboard/domain/settings.ts';
import { type Change, type JobChange, type Put, put, recordFact, type Versioned } from '../../core/commit.ts';
import { roleChanged, rotaSettingsChanged } from './facts.ts';
import { retimeReminders } from './reschedule.ts';
import { defaultRota, type Need, ROTA_ID, type RotaSettings, rotaSettingsDocument } from './settings.ts';
import { type Role, roleDocument, type Shift } from './shift.ts';

const DAY = 86_400;
/** Minutes around the first and last session of a block, where a need says nothing. */
const AROUND = '15m';

const FileNeed = z.strictObject({
  people: z.number().int().min(1).max(50),
  rooms: z
    .array(z.string().min(1))
    .exactOptional()
    .meta({ description: 'Rooms by name; without it every room that has sessions.' }),
  before: durationText(0, DAY, 'Before the first session of a block.').default(AROUND),
  after: durationText(0, DAY, 'After the last session of a block.').default(AROUND),
});

const FileRole = z.strictObject({
  name: z.string().min(1).max(200),
  leads: z.array(PersonRef).default([]).meta({ description: 'Whom a page escalates to, in order.' }),
  skills: z.array(z.string().min(1)).max(20).default([]),
  rest: z.number().min(0).max(48).default(0).meta({ description: 'Hours of rest after a shift.' }),
  nightWeight: z.number().min(0.1).max(10).default(1).meta({ description: 'What an hour of night counts.' }),
  needs: z.array(FileNeed).default([]).meta({
    description: 'How many people of this role the agenda needs; `/rota generate` makes the shifts.',
  }),
});
type FileRole = z.infer<typeof FileRole>;

const reminder = durationText(60, 14 * DAY, 'Before the start of the shift.');
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'is no time: write it as "22:00"' });

export const rotaSections = {
  roles: z
    .array(FileRole)
    .superRefine(eachOnce(({ name }) => name))
    .meta({ description: 'What people do on their shifts, who leads, and what the agenda needs of them.' }),
  rota: z
    .strictObject({
      reminders: z.array(reminder).max(8).default(['24h', '1h', '10m']),
      night: z.strictObject({ from: clock, to: clock }).default(defaultRota.night),
      block: durationText(15 * 60, DAY, 'The longest shift that is made from the agenda.').default('4h'),
      handover: durationText(0, DAY, 'How long two blocks in a row overlap.').default('15m'),
    })
    .refine(({ block, handover }) => inSeconds(handover) < inSeconds(block), {
      path: ['handover'],
      error: 'must be shorter than the block',
    })
    .meta({ description: 'How shifts are made, and when people are reminded of theirs.' }),
};
const RotaPart = z.strictObject(rotaSections);
export type RotaPart = z.infer<typeof RotaPart>;

const minutesText = (minutes: number): string => shortDuration(minutes * 60);
const inMinutes = (text: string): number => Math.round(inSeconds(text) / 60);

const needOf = ({ people, rooms, before, after }: Need): FileRole['needs'][number] => ({
  people,
  ...(rooms && { rooms }),
  before: minutesText(before),
  after: minutesText(after),
});

/** Roles that people lead or page, and those that only the agenda needs so far. */
export function rotaPartOf(roles: readonly Role[], settings: RotaSettings): RotaPart {
  const names = new Set([...roles.map(({ name }) => name), ...settings.needs.map(({ role }) => role)]);
  return {
    roles: [...names].sort().map((name): FileRole => {
      const role = roles.find((one) => one.name === name);
      return {
        name,
        leads: role?.leads ?? [],
        skills: role?.skills ?? [],
        rest: role?.rest ?? 0,
        nightWeight: role?.nightWeight ?? 1,
        needs: settings.needs.filter((need) => need.role === name).map(needOf),
      };
    }),
    rota: {
      reminders: settings.reminders.map(minutesText),
      night: settings.night,
      block: minutesText(settings.block),
      handover: minutesText(settings.handover),
    },
  };
}

export interface RotaState {
  readonly roles: readonly Versioned<Role>[];
  /** Version 0 where nobody has set anything yet. */
  readonly settings: { readonly value: RotaSettings; readonly version: number };
  readonly shifts: readonly Shift[];
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What makes the rota what the file says; undefined where it is. Reminders of shifts to come follow at once. */
export function applyRotaPart(
  { roles, settings, shifts }: RotaState,
  part: SomeSections<RotaPart>,
  { at, by }: Doing,
): Change | undefined {
  const puts: Put[] = [];
  const facts: ReturnType<typeof recordFact>[] = [];
  const jobs: JobChange[] = [];
  const before = rotaPartOf(
    roles.map(({ value }) => value),
    settings.value,
  );
  const told = (role: string, fields: string[]) =>
    facts.push(recordFact(roleChanged, { at, by, about: [`role:${role}`], data: { role, fields } }));
  for (const { needs: _, ...wanted } of part.roles ?? []) {
    const known = roles.find(({ value }) => value.name === wanted.name);
    const { needs: _now, ...now } = before.roles.find(({ name }) => name === wanted.name) ?? { needs: [] };
    // One that only the agenda needed so far becomes one that can be led, too.
    if (known && same(now, wanted)) continue;
    const fields = (['leads', 'skills', 'rest', 'nightWeight'] as const).filter(
      (field) => !same((now as Partial<typeof wanted>)[field], wanted[field]),
    );
    puts.push(put(roleDocument, wanted.name, wanted, known?.version ?? 0));
    told(wanted.name, known ? fields : ['new']);
  }
  for (const { id, value, version } of part.roles ? roles : []) {
    if (part.roles?.some(({ name }) => name === value.name)) continue;
    puts.push(put(roleDocument, id, null, version));
    told(value.name, ['gone']);
  }
  const after = settingsAfter(settings.value, part);
  const fields = (['needs', 'reminders', 'night', 'block', 'handover'] as const).filter(
    (field) => !same(normal(settings.value)[field], normal(after)[field]),
  );
  if (fields.length > 0) {
    puts.push(put(rotaSettingsDocument, ROTA_ID, after, settings.version));
    facts.push(recordFact(rotaSettingsChanged, { at, by, about: ['rota:settings'], data: { fields } }));
  }
  if (fields.includes('reminders'))
    jobs.push(...shifts.flatMap((shift) => retimeReminders(shift, settings.value, after, at)));
  return puts.length > 0 ? { put: puts, facts, jobs } : undefined;
}

/** Needs by role, in the order in which a role has them: as the file holds them. */
const normal = ({ needs, ...rest }: RotaSettings): RotaSettings => ({
  ...rest,
  needs: [...needs]
    .sort((a, b) => (a.role < b.role ? -1 : a.role > b.role ? 1 : 0))
    .map((need) => ({ role: need.role, ...fromFile(needOf(need)) })),
});

const fromFile = ({ people, rooms, before, after }: FileRole['needs'][number]): Omit<Need, 'role'> => ({
  people,
  ...(rooms && { rooms }),
  before: inMinutes(before),
  after: inMinutes(after),
});

const settingsAfter = (before: RotaSettings, { roles, rota }: SomeSections<RotaPart>): RotaSettings => ({
  ...before,
  ...(rota && {
    reminders: rota.reminders.map(inMinutes),
    night: rota.night,
    block: inMinutes(rota.block),
    handover: inMinutes(rota.handover),
  }),
  ...(roles && {
    needs: roles.flatMap(({ name, needs }) => needs.map((need) => ({ role: name, ...fromFile(need) }))),
  }),
});
