/** By text: the list of shifts, and taking one of it. */
import type { InboundSms } from '../../src/core/command.ts';
import { type Change, mergeChanges } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { instantText, milliseconds } from '../../src/core/instant.ts';
import { assign } from '../../src/rota/domain/assign.ts';
import { coverDocument } from '../../src/rota/domain/cover.ts';
import { takeCover } from '../../src/rota/domain/cover-take.ts';
import type { RotaHow } from '../../src/rota/domain/facts.ts';
import { openShifts } from '../../src/rota/domain/open-shifts.ts';
import type { Broken } from '../../src/rota/domain/rules.ts';
import { assignmentOf, type Shift } from '../../src/rota/domain/shift.ts';
import { listedShift, type ShiftTexts, texted, type Which } from '../../src/rota/domain/shift-text.ts';
import { loadInviteAnswer } from '../../src/rota/invite.ts';
import type { LoadedRota } from '../../src/rota/load.ts';
import { shiftAsText, shiftListText } from '../../src/rota/shift-list-text.ts';
import { ruleText } from '../../src/rota/words.ts';
import { withoutMarks } from '../../src/slack/mrkdwn.ts';
import { deciding, reading } from './confirm.ts';

/** A text, and all that its answer is decided on. */
export interface Texting {
  readonly sms: InboundSms;
  readonly deps: Deps;
  readonly rota: LoadedRota;
  readonly known: ShiftTexts;
  /** Their own shifts, in order. */
  readonly own: readonly Shift[];
  /** Crew, or asked to help. */
  readonly maySignUp: boolean;
}

/** What is answered, what it changes, and what is remembered of it for the next text. */
export interface Said {
  readonly said: string;
  readonly change?: Change | undefined;
  /** What the change is called, where `undo` can take it back. */
  readonly undo?: RotaHow;
  readonly keep?: Partial<Pick<ShiftTexts, 'list' | 'asked'>>;
}

const notOver = (shifts: readonly Shift[], now: InboundSms['now']) =>
  shifts.filter(({ end }) => milliseconds(end) > now.epochMilliseconds);

/** The list from its beginning; number 1 is its first. */
export function listByText({ sms, rota, own, maySignUp }: Texting, lead?: string): Said {
  const { t, now, person } = sms;
  const coming = notOver(own, now);
  if (coming.length === 0 && !maySignUp) return { said: t('rota.text.notAsked') };
  const open = maySignUp ? openShifts(rota, person.id, now).map(({ shift }) => shift) : [];
  const { text, shown } = shiftListText(
    { own: coming, open, before: 0, ...(lead !== undefined && { lead }) },
    reading(sms),
  );
  return { said: text, keep: { list: { at: instantText(now), shifts: shown.map(texted) } } };
}

/** What was not on the list yet; the numbers go on, and those of before stay what they were. */
export function moreByText(texting: Texting): Said | undefined {
  const { sms, rota, own, maySignUp, known } = texting;
  const { t, now, person } = sms;
  const { list } = known;
  // Without a list `more` is about something else.
  if (!list || (own.length === 0 && !maySignUp)) return undefined;
  const sent = new Set(list.shifts.map(({ shift }) => shift));
  const rest = (shifts: readonly Shift[]) => shifts.filter(({ code }) => !sent.has(code));
  const open = maySignUp ? rest(openShifts(rota, person.id, now).map(({ shift }) => shift)) : [];
  const coming = rest(notOver(own, now));
  if (open.length + coming.length === 0) return { said: t('rota.text.noMore') };
  const { text, shown } = shiftListText({ own: coming, open, before: list.shifts.length }, reading(sms));
  return { said: text, keep: { list: { ...list, shifts: [...list.shifts, ...shown.map(texted)] } } };
}

/** The shift that a code or a number means; else the answer to what cannot be meant, with the list as it is now. */
export function meantShift(which: Which, texting: Texting): { readonly shift: Shift } | Said {
  const { sms, rota, known } = texting;
  const code = 'code' in which ? which : listedShift(known, which.number, rota.shifts, sms.now);
  const typed = 'code' in which ? which.code : String(which.number);
  if (code === 'stale') return listByText(texting, sms.t('rota.text.stale'));
  const shift = code === 'none' ? undefined : rota.shifts.get(code.code)?.value;
  return shift ? { shift } : listByText(texting, sms.t('rota.text.noNumber', { typed }));
}

const isFull = (broken: readonly Broken[]) => broken.some(({ rule }) => rule === 'full');

/** `TAKE 3`, `TAKE H45`: signs up, or covers for whoever they were asked to. */
export async function takeByText(which: Which | undefined, texting: Texting): Promise<Said | undefined> {
  const { sms, deps, rota, maySignUp } = texting;
  const { t, person, now } = sms;
  if (!maySignUp) return { said: t('rota.text.notAsked') };
  if (which === undefined) return listByText(texting, t('rota.text.takeWhich'));
  const meant = meantShift(which, texting);
  if ('said' in meant) return meant;
  const { code } = meant.shift;
  const shift = shiftAsText(meant.shift, reading(sms));
  if (assignmentOf(meant.shift, person.id)) return { said: t('rota.text.yoursAlready', { shift }) };
  const found = rota.shifts.get(code);
  if (!found) return undefined;
  const by = deciding(sms, rota);
  const covers = await deps.store.find(coverDocument, `shift:${code}`);
  const cover = covers.find(({ value }) => value.asked.some((one) => one.person === person.id));
  const decided = cover ? takeCover(by, rota, cover) : assign(by, rota, found, person.id, { how: 'took' });
  if ('change' in decided) {
    const answer = await loadInviteAnswer(deps, { now, by: person.id }, 'took');
    return {
      said: t('rota.text.took', { shift }),
      change: mergeChanges(decided.change, answer),
      undo: cover ? 'cover' : 'take',
    };
  }
  switch (decided.refused) {
    case 'rules': {
      if (isFull(decided.broken)) return listByText(texting, t('rota.text.full', { code }));
      const rules = decided.broken.map((one) => withoutMarks(ruleText(one, sms))).join('; ');
      return { said: t('rota.text.refused', { code, rules }) };
    }
    case 'taken':
    case 'not-on-it':
    case 'over':
      return listByText(texting, t('rota.text.gone', { code }));
  }
}
