/**
 * Checks a filling against the rota by plain counting. It shares nothing with the optimizer, its model or the
 * rules in src: what it knows of the rules is written here once more, from their description.
 */
interface Place {
  readonly person: string;
  readonly shift: string;
}
interface CheckedShift {
  readonly code: string;
  readonly role: string;
  readonly start: string;
  readonly end: string;
  readonly min: number;
  readonly target?: number;
  readonly assignments: readonly { readonly person: string; readonly state: string }[];
}
export interface Checked {
  readonly shifts: readonly CheckedShift[];
  readonly people: readonly {
    readonly person: string;
    readonly roles: readonly string[];
    readonly skills: readonly string[];
    readonly windows?: readonly { readonly start: string; readonly end: string }[];
    readonly maxHours?: number;
  }[];
  readonly roles: readonly {
    readonly name: string;
    readonly rest?: number;
    readonly skills?: readonly string[];
  }[];
  readonly talks: Readonly<Record<string, readonly { readonly start: string; readonly end: string }[]>>;
  readonly places: readonly Place[];
}

/** What is wrong, in words; empty where nothing is. `unmet` counts places below the minimum. */
export function checkFilling(it: Checked): { wrong: string[]; unmet: number; hours: Map<string, number> } {
  const wrong: string[] = [];
  const shifts = new Map(it.shifts.map((shift) => [shift.code, shift]));
  const ms = Date.parse;
  const byPerson = new Map<string, CheckedShift[]>();
  const byShift = new Map<string, Set<string>>();
  for (const { person, shift: code } of it.places) {
    const shift = shifts.get(code);
    if (!shift) {
      wrong.push(`${code} does not exist`);
      continue;
    }
    const on = byShift.get(code) ?? new Set();
    if (on.has(person)) wrong.push(`${person} twice on ${code}`);
    byShift.set(code, on.add(person));
    byPerson.set(person, [...(byPerson.get(person) ?? []), shift]);
  }
  const hours = new Map<string, number>();
  for (const [person, theirs] of byPerson) {
    const profile = it.people.find((one) => one.person === person);
    const sorted = [...theirs].sort((a, b) => ms(a.start) - ms(b.start));
    for (let first = 0; first < sorted.length; first++) {
      for (let second = first + 1; second < sorted.length; second++) {
        const [a, b] = [sorted[first], sorted[second]];
        if (!a || !b) continue;
        const rest = (it.roles.find((role) => role.name === a.role)?.rest ?? 0) * 3_600_000;
        if (ms(b.start) < ms(a.end)) wrong.push(`${person}: ${a.code} and ${b.code} overlap`);
        else if (ms(b.start) - ms(a.end) < rest)
          wrong.push(`${person}: no rest between ${a.code} and ${b.code}`);
      }
    }
    let total = 0;
    for (const shift of sorted) {
      total += (ms(shift.end) - ms(shift.start)) / 3_600_000;
      const had = shift.assignments.some((one) => one.person === person);
      if (had) continue;
      if (!profile?.roles.includes(shift.role)) wrong.push(`${person} does not do ${shift.role}`);
      for (const skill of it.roles.find((role) => role.name === shift.role)?.skills ?? [])
        if (!profile?.skills.includes(skill)) wrong.push(`${person} lacks ${skill}`);
      for (const talk of it.talks[person] ?? [])
        if (ms(talk.start) < ms(shift.end) && ms(shift.start) < ms(talk.end))
          wrong.push(`${person} speaks during ${shift.code}`);
      if (profile?.windows && !minutesFree(profile.windows, shift))
        wrong.push(`${person} cannot at ${shift.code}`);
    }
    hours.set(person, total);
    if (profile?.maxHours !== undefined && total > profile.maxHours + 1e-9 && !keptAll(sorted, person))
      wrong.push(`${person} has ${total} h of ${profile.maxHours}`);
  }
  let unmet = 0;
  for (const shift of it.shifts) {
    const count = byShift.get(shift.code)?.size ?? 0;
    unmet += Math.max(0, shift.min - count);
    const most = Math.max(shift.min, shift.target ?? 0, shift.assignments.length);
    if (count > most) wrong.push(`${shift.code} has ${count} of at most ${most}`);
  }
  return { wrong, unmet, hours };
}

const keptAll = (shifts: readonly CheckedShift[], person: string) =>
  shifts.every((shift) => shift.assignments.some((one) => one.person === person));

/** Free in every minute of the shift, counted minute by minute. */
function minutesFree(windows: readonly { start: string; end: string }[], shift: CheckedShift): boolean {
  for (let minute = Date.parse(shift.start); minute < Date.parse(shift.end); minute += 60_000) {
    if (!windows.some((one) => Date.parse(one.start) <= minute && minute + 60_000 <= Date.parse(one.end)))
      return false;
  }
  return true;
}
