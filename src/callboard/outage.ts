/** An outage of Slack's: who is texted of it, what follows when it begins, and what when it is over. */
import { type Change, type JobChange, put, recordFact, scheduleJob } from '../core/commit.ts';
import type { Deps } from '../core/deps.ts';
import { instantText } from '../core/instant.ts';
import { clock } from '../i18n/time.ts';
import { hastenPage, schedulePageCard } from '../page/domain/jobs.ts';
import { pageDocument } from '../page/domain/page.ts';
import {
  CHAT_ID,
  type ChatState,
  chatBack,
  chatLossTold,
  chatLost,
  chatStateDocument,
  isToTell,
  wasTold,
} from './domain/chat-state.ts';
import { tellOrganizers, textOutage } from './domain/jobs.ts';
import type { Person } from './domain/person.ts';

type OutageDeps = Pick<Deps, 'store' | 'clock' | 'events' | 'directory' | 'channels'>;

/** The channel of texts, where it has a number of theirs that takes them. */
export function textsTo(person: Person, { channels }: Pick<Deps, 'channels'>) {
  const sms = channels.find(({ name }) => name === 'sms');
  const takes = !person.deactivated && !person.optedOut && !person.phone?.landline;
  return takes && sms?.address(person) !== undefined ? sms : undefined;
}

/** The organizers who can be texted. */
async function textable(deps: OutageDeps): Promise<string[]> {
  const { organizers } = await deps.events.settings();
  const people = await Promise.all([...new Set(organizers)].map((id) => deps.directory.person(id)));
  return people.flatMap((person) => (person && textsTo(person, deps) ? [person.id] : []));
}

const openPages = async ({ store }: Pick<Deps, 'store'>): Promise<string[]> =>
  (await store.find(pageDocument, 'unresolved')).map(({ id }) => id);

/** Slack is lost: open pages hurry, and the organizers are texted. */
export async function beginOutage(
  since: string,
  before: { readonly value: ChatState; readonly version: number } | undefined,
  deps: OutageDeps,
): Promise<Change> {
  const now = deps.clock.now();
  const toldAt = before?.value.toldAt;
  const state: ChatState = { since, lostAt: instantText(now), ...(toldAt && { toldAt }) };
  const pages = await openPages(deps);
  const told = await tellLoss(state, deps);
  return {
    put: [put(chatStateDocument, CHAT_ID, told?.state ?? state, before?.version)],
    facts: [
      recordFact(chatLost, { at: now, by: 'callboard', about: ['chat'], data: { since } }),
      ...(told?.facts ?? []),
    ],
    jobs: [
      ...pages.map((page) => scheduleJob(hastenPage, now, { page, outage: state.lostAt })),
      ...(told?.jobs ?? []),
    ],
  };
}

/** Texts the organizers what they need without Slack, where they have not been; undefined where not, or nobody can be. */
export async function tellLoss(
  state: ChatState,
  deps: OutageDeps,
): Promise<(Required<Pick<Change, 'facts' | 'jobs'>> & { readonly state: ChatState }) | undefined> {
  const now = deps.clock.now();
  if (!isToTell(state, now)) return undefined;
  const organizers = await textable(deps);
  if (organizers.length === 0) return undefined;
  const data = { organizers: organizers.length };
  return {
    state: { ...state, toldAt: instantText(now) },
    facts: [recordFact(chatLossTold, { at: now, by: 'callboard', about: ['chat'], data })],
    jobs: (['numbers', 'plan'] as const).flatMap((what) => textEach(organizers, what, state, deps)),
  };
}

const textEach = (
  people: readonly string[],
  what: 'numbers' | 'plan' | 'back',
  { lostAt: outage }: ChatState,
  deps: OutageDeps,
): JobChange[] => people.map((person) => scheduleJob(textOutage, deps.clock.now(), { outage, person, what }));

/** Slack is back: whoever was texted hears it, the cards show what is true, and Slack itself says what was. */
export async function endOutage(
  { value: state, version }: { readonly value: ChatState; readonly version: number },
  answersSince: string,
  deps: OutageDeps,
): Promise<Change> {
  const now = deps.clock.now();
  const { since, lostAt } = state;
  const [event, pages, organizers] = await Promise.all([
    deps.events.settings(),
    openPages(deps),
    wasTold(state) ? textable(deps) : [],
  ]);
  const time = (at: string) => clock(at, event.zone, event.language);
  const params = { from: time(since), to: time(answersSince) };
  return {
    put: [put(chatStateDocument, CHAT_ID, { ...state, backAt: answersSince }, version)],
    facts: [recordFact(chatBack, { at: now, by: 'callboard', about: ['chat'], data: { since, lostAt } })],
    jobs: [
      ...textEach(organizers, 'back', state, deps),
      ...pages.map((page) => schedulePageCard(page, now)),
      scheduleJob(tellOrganizers, now, { key: 'callboard.outage.was', params }, `chat-back:${lostAt}`),
    ],
  };
}
