/** A page: somebody needs somebody, now. It is open until a person says that they have it. */
import { z } from 'zod';
import { document, isMachine } from '../../core/commit.ts';
import { InstantText, instant } from '../../core/instant.ts';
import { retryId } from './notification.ts';
import { Policy } from './policy.ts';

/** Whom it is for. `name` is a room's or a role's name, or the id of a person or a user group; `oncall` needs none. */
export const Target = z.object({
  kind: z.enum(['room', 'role', 'person', 'group', 'oncall']),
  name: z.string(),
  /** How it is shown where `name` is an id that nobody knows: a group's handle with its @. */
  label: z.string().exactOptional(),
});
export type Target = z.infer<typeof Target>;

/** The id of a target's policy and the reference of its facts: `room:Main hall`. */
export const targetKey = (target: Target): string =>
  target.kind === 'oncall' ? 'oncall' : `${target.kind}:${target.name}`;

/** One notification of a person: when it was planned for, in seconds after its step began. */
const Planned = z.object({ id: z.string(), channel: z.string(), after: z.number() });

/** What a step did when it ran. */
export const Ran = z.object({
  /** Of all rounds, from 0. */
  sequence: z.number().int(),
  at: InstantText,
  people: z.array(
    z.object({
      person: z.string(),
      planned: z.array(Planned),
      /** They were in their quiet hours: until then only what makes no noise leaves. */
      quietUntil: InstantText.exactOptional(),
      /** It is the end of the talk that they are giving. */
      onStage: z.literal(true).exactOptional(),
      /** They came on duty while the step ran: `after` counts from its beginning all the same. */
      since: InstantText.exactOptional(),
      /** They went off duty then: nothing more leaves for them. */
      offAt: InstantText.exactOptional(),
    }),
  ),
  /** Why it was passed at once: nobody has that duty, nobody of them can be reached, or all are quiet or on stage. */
  passed: z.enum(['nobody', 'unreachable', 'quiet', 'stage']).exactOptional(),
});
export type Ran = z.infer<typeof Ran>;

/** How somebody answered. */
export const Via = z.enum([
  'slack',
  'sms',
  'voice',
  'push',
  'ntfy',
  'command',
  'hook',
  'callboard',
  'incident',
]);
export type Via = z.infer<typeof Via>;

/** What a dojo teaches, in its order: to answer a card, a text and a call, to pass a page on, and to end it. */
export const LessonName = z.enum(['card', 'text', 'call', 'pass', 'resolve']);
export type LessonName = z.infer<typeof LessonName>;

const Answer = z.object({ by: z.string(), at: InstantText, via: Via });

export const Page = z.object({
  /** `P3`. */
  code: z.string(),
  kind: z.enum(['page', 'test']),
  target: Target,
  critical: z.boolean(),
  message: z.string(),
  /** A person's id, or the source (`hook:Grafana`, `stage:Main stage`, `callboard`). */
  author: z.string(),
  /** How the author is called in a text or a call. */
  authorName: z.string().exactOptional(),
  openedAt: InstantText,
  /** What the room showed when it was opened. */
  stage: z.object({ session: z.string(), title: z.string() }).exactOptional(),
  /** As it was when the page opened; its rounds grow when it is asked anew. */
  policy: Policy.extend({ rounds: z.number().int().min(1) }),
  state: z.enum(['held', 'open', 'acknowledged', 'resolved']),
  /** Held by a quiet window until then. */
  heldUntil: InstantText.exactOptional(),
  /**
   * The step that runs next, numbered through all rounds. The numbers only grow, whatever the policy says:
   * no job and no text of an earlier time is ever taken for one of now.
   */
  nextStep: z.number().int().nonnegative(),
  /** The first number that does not run any more: past it the page gives up. Escalating and re-paging raise it. */
  endStep: z.number().int().nonnegative(),
  /** The first step that still counts: those before it were ended by an acknowledgement. */
  countsFromStep: z.number().int().nonnegative(),
  stepsRun: z.array(Ran),
  /** Who passed it on lately, and when: nobody may do so without end. */
  escalations: z.array(z.object({ by: z.string(), at: InstantText })).exactOptional(),
  acknowledged: Answer.exactOptional(),
  /** Whoever has it went off duty: those who came on are asked to take it over. */
  handover: z.object({ at: InstantText, to: z.array(z.string()) }).exactOptional(),
  resolved: Answer.extend({ note: z.string().exactOptional() }).exactOptional(),
  /** Everybody was asked as often as the policy says, and nobody answered. */
  gaveUpAt: InstantText.exactOptional(),
  /** The provider of this channel was in trouble while it was open. */
  trouble: z.string().exactOptional(),
  /** Since when organizers have the numbers to dial by hand. */
  numbersAt: InstantText.exactOptional(),
  /** Providers that have lost something of it, or may have: what else it sends goes by others, if there are any. */
  lostBy: z.array(z.string()).exactOptional(),
  /** Alerts behind it, where it stands for a storm of them. */
  storm: z.object({ count: z.number().int(), open: z.number().int() }).exactOptional(),
  /** Some of those that are open, by name; `alert` is the alert's id. */
  members: z.array(z.object({ alert: z.string(), name: z.string() })).exactOptional(),
  /** Of the one alert that it was opened for, as its sender named them. */
  labels: z.record(z.string(), z.string()).exactOptional(),
  /** How often its alert has fired, where it came back shortly after it was over. */
  flapping: z.number().int().exactOptional(),
  /** A request for help, of somebody who is no crew. */
  help: z.literal(true).exactOptional(),
  /** Practice: marked DRILL, counted nowhere, and over with its drill. */
  drill: z.literal(true).exactOptional(),
  /** The lesson of somebody's dojo that it is, of their so-manieth run. */
  lesson: z.object({ name: LessonName, run: z.number().int() }).exactOptional(),
  /** The job that asked for it, so that it asks once. */
  origin: z.string().exactOptional(),
  /** The incident that it has become a part of, `I2`. */
  incident: z.string().exactOptional(),
  /** Only of a page that is part of a private incident: ids of those who may know of that one. */
  readers: z.array(z.string()).exactOptional(),
});
export type Page = z.infer<typeof Page>;

/** Everybody who was asked by this page, in order. */
export const asked = (page: Pick<Page, 'stepsRun'>): string[] => [
  ...new Set(page.stepsRun.flatMap((ran) => ran.people.map(({ person }) => person))),
];

/** Whether its words stay with its readers, and so leave every place that others read. */
export const isConfidential = ({ readers }: Pick<Page, 'readers'>): boolean => readers !== undefined;

/** Whether this person may read it: anybody may, but for a confidential one, which only its own people may. */
export const mayRead = (page: Page, person: string): boolean =>
  page.readers === undefined ||
  page.readers.includes(person) ||
  page.author === person ||
  asked(page).includes(person);

type Asked = Ran['people'][number];

/** The steps that still count: run since the page was last opened or asked anew. */
export const liveSteps = (page: Pick<Page, 'stepsRun' | 'countsFromStep'>): Ran[] =>
  page.stepsRun.filter(({ sequence }) => sequence >= page.countsFromStep);

/** Who is asked now: by a step that counts, and not gone off duty since. */
export const askedNow = (page: Pick<Page, 'stepsRun' | 'countsFromStep'>): string[] => [
  ...new Set(
    liveSteps(page).flatMap((ran) => ran.people.filter(({ offAt }) => !offAt).map(({ person }) => person)),
  ),
];

/** The asking that a notification (or its later retry) belongs to: of whom, by which step, since when. */
export function askingOf(page: Page, notification: { readonly id: string; readonly sequence: number }) {
  const ran = page.stepsRun.find(({ sequence }) => sequence === notification.sequence);
  const place = ran?.people.find(({ planned }) =>
    planned.some(({ id }) => id === notification.id || retryId(id) === notification.id),
  );
  return ran && place && { ran, place };
}

/** The asking of a person that this notification (or its later retry) is of. */
export const placeOf = (page: Page, notification: string): Asked | undefined =>
  page.stepsRun
    .flatMap(({ people }) => people)
    .find(({ planned }) => planned.some(({ id }) => id === notification || retryId(id) === notification));

/** Whether a notification is of somebody who has gone off duty since. */
export const isOff = (
  page: Page,
  notification: { readonly id: string; readonly sequence: number },
): boolean => askingOf(page, notification)?.place.offAt !== undefined;

/** Whether this person was asked to take over from whoever has it, and still is. */
const isHandedTo = (page: Page, { person, since }: Asked): boolean =>
  page.handover?.to.includes(person) === true &&
  since !== undefined &&
  instant(since).epochMilliseconds >= instant(page.handover.at).epochMilliseconds;

/** Whether a notification may still leave: its page is open, its step counts, and it is of somebody on duty. */
export function mayLeave(
  page: Page,
  notification: { readonly id: string; readonly sequence: number },
): boolean {
  if (notification.sequence < page.countsFromStep) return false;
  const place = askingOf(page, notification)?.place;
  if (page.state === 'acknowledged') return place !== undefined && !place.offAt && isHandedTo(page, place);
  return page.state === 'open' && !place?.offAt;
}

/** What was planned since the page was last opened, and may still be on its way. */
export const pendingNotifications = (
  page: Page,
): { id: string; channel: string; person: string; ran: Ran }[] =>
  liveSteps(page).flatMap((ran) =>
    ran.people.flatMap(({ person, planned }) =>
      planned.map(({ id, channel }) => ({ id, channel, person, ran })),
    ),
  );

/** Somebody asked for it who wants to hear what became of it: no machine, no part of Callboard, no try-out. */
export const isFromPerson = ({ kind, author }: Pick<Page, 'kind' | 'author'>): boolean =>
  kind === 'page' && author !== 'callboard' && !isMachine(author);

/** Whether it counts in what is told of how pages go: no try-out, no practice, nothing confidential. */
export const isCountedPage = ({ kind, drill, readers }: Pick<Page, 'kind' | 'drill' | 'readers'>): boolean =>
  kind === 'page' && drill === undefined && readers === undefined;

/** With this provider among those that may have lost something of it; undefined where nothing is new. */
export function withLostBy(page: Page, provider: string | undefined): Page | undefined {
  if (provider === undefined || page.lostBy?.includes(provider)) return undefined;
  return { ...page, lostBy: [...(page.lostBy ?? []), provider] };
}

export const isResolved = (page: Page): boolean => page.state === 'resolved';

/** Whether the step of this number still runs. */
export const hasStep = (page: Pick<Page, 'endStep'>, sequence: number): boolean => sequence < page.endStep;

/** Schema 1 counted the steps by raising the rounds of the page's own policy, and had other names. */
function upgradePage(older: unknown): unknown {
  const { next, since, ran, ...rest } = older as Record<string, unknown> & { policy: Policy };
  const { rounds, steps } = rest.policy;
  return { ...rest, nextStep: next, endStep: rounds * steps.length, countsFromStep: since, stepsRun: ran };
}

export const pageNumber = (code: string): number => Number(code.slice(1));

export const pageDocument = document({
  name: 'page',
  schema: Page,
  schemaVersion: 2,
  upgrade: upgradePage,
  sealed: isConfidential,
  indexes: (page) => [
    ...(isResolved(page) ? [] : ['unresolved']),
    ...(page.state === 'held' ? [`held:${targetKey(page.target)}`] : []),
    ...(page.origin ? [`origin:${page.origin}`] : []),
    ...(page.help ? [`help:${page.author}`] : []),
    ...(page.incident ? [`incident:${page.incident}`] : []),
    ...asked(page).map((person) => `asked:${person}`),
    // UTC's day, the same whatever the event's zone becomes. Who asks for a day of the event asks for all that it touches.
    `day:${page.openedAt.slice(0, 10)}`,
  ],
});

/** The same page by the same author within a minute is the same page. */
const RequestRecord = z.object({ page: z.string(), at: InstantText });
export const requestDocument = document({ name: 'page-request', schema: RequestRecord, schemaVersion: 1 });

/** Where a page's card is. Apart from the page, so that posting it never gets in an answer's way. */
export const Card = z.object({ page: z.string(), channel: z.string(), ts: z.string() });
export const cardDocument = document({ name: 'page-card', schema: Card, schemaVersion: 1 });

/** What whoever asked for a page was last told of it. Its id is the page's code. */
const AskerRecord = z.object({ page: z.string(), told: z.string() });
export const askerDocument = document({ name: 'page-asker', schema: AskerRecord, schemaVersion: 1 });

/** Maintenance in a room: pages that are not critical wait for its end. Its id is the room's name. */
export const QuietWindow = z.object({
  room: z.string(),
  until: InstantText,
  by: z.string(),
  reason: z.string().exactOptional(),
});
export type QuietWindow = z.infer<typeof QuietWindow>;
export const quietDocument = document({ name: 'page-quiet', schema: QuietWindow, schemaVersion: 1 });
