/** A page: somebody needs somebody, now. It is open until a person says that they have it. */
import { z } from 'zod';
import { document } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';
import { Policy } from './policy.ts';

/** Whom it is for. `name` is a room's or a role's name, or a person's id; `oncall` needs none. */
export const Target = z.object({
  kind: z.enum(['room', 'role', 'person', 'oncall']),
  name: z.string(),
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
    }),
  ),
  /** Why it was passed at once: nobody has that duty, nobody of them can be reached, or all are quiet. */
  passed: z.enum(['nobody', 'unreachable', 'quiet']).exactOptional(),
});
export type Ran = z.infer<typeof Ran>;

/** How somebody answered. */
export const Via = z.enum(['slack', 'sms', 'voice', 'command', 'hook', 'callboard']);
export type Via = z.infer<typeof Via>;

const Answer = z.object({ by: z.string(), at: InstantText, via: Via });

export const Page = z.object({
  /** `P3`. */
  code: z.string(),
  kind: z.enum(['page', 'test']),
  target: Target,
  critical: z.boolean(),
  message: z.string(),
  /** A person's id, or the source (`hook:Grafana`, `callboard`). */
  author: z.string(),
  /** How the author is called in a text or a call. */
  authorName: z.string().exactOptional(),
  openedAt: InstantText,
  /** What the room showed when it was opened. */
  stage: z.object({ session: z.string(), title: z.string() }).exactOptional(),
  /** As it was when the page opened. */
  policy: Policy,
  state: z.enum(['held', 'open', 'acknowledged', 'resolved']),
  /** Held by a quiet window until then. */
  heldUntil: InstantText.exactOptional(),
  /** The step that runs next, numbered through all rounds. */
  next: z.number().int().nonnegative(),
  /** The first step that still counts: those before it were ended by an acknowledgement. */
  since: z.number().int().nonnegative(),
  ran: z.array(Ran),
  acknowledged: Answer.exactOptional(),
  resolved: Answer.extend({ note: z.string().exactOptional() }).exactOptional(),
  /** Everybody was asked as often as the policy says, and nobody answered. */
  gaveUpAt: InstantText.exactOptional(),
  /** The provider was in trouble while it was open; organizers were given the numbers to dial. */
  trouble: z.string().exactOptional(),
  /** Alerts behind it, where it stands for a storm of them. */
  storm: z.object({ count: z.number().int(), open: z.number().int() }).exactOptional(),
  /** A request for help, of somebody who is no crew. */
  help: z.literal(true).exactOptional(),
  /** The job that asked for it, so that it asks once. */
  origin: z.string().exactOptional(),
});
export type Page = z.infer<typeof Page>;

/** Everybody who was asked by this page, in order. */
export const asked = (page: Page): string[] => [
  ...new Set(page.ran.flatMap((ran) => ran.people.map(({ person }) => person))),
];

/** What was planned since the page was last opened, and may still be on its way. */
export const pendingNotifications = (
  page: Page,
): { id: string; channel: string; person: string; ran: Ran }[] =>
  page.ran
    .filter((ran) => ran.sequence >= page.since)
    .flatMap((ran) =>
      ran.people.flatMap(({ person, planned }) =>
        planned.map(({ id, channel }) => ({ id, channel, person, ran })),
      ),
    );

export const isResolved = (page: Page): boolean => page.state === 'resolved';

export const pageNumber = (code: string): number => Number(code.slice(1));

export const pageDocument = document({
  name: 'page',
  schema: Page,
  schemaVersion: 1,
  indexes: (page) => [
    ...(isResolved(page) ? [] : ['unresolved']),
    ...(page.state === 'held' ? [`held:${targetKey(page.target)}`] : []),
    ...(page.origin ? [`origin:${page.origin}`] : []),
    ...(page.help ? [`help:${page.author}`] : []),
    ...asked(page).map((person) => `asked:${person}`),
    `day:${page.openedAt.slice(0, 10)}`,
  ],
});

/** The same page by the same author within a minute is the same page. */
const RequestRecord = z.object({ page: z.string(), at: InstantText });
export const requestDocument = document({ name: 'page-request', schema: RequestRecord, schemaVersion: 1 });

/** Where a page's card is. Apart from the page, so that posting it never gets in an answer's way. */
export const Card = z.object({ page: z.string(), channel: z.string(), ts: z.string() });
export const cardDocument = document({ name: 'page-card', schema: Card, schemaVersion: 1 });

/** Maintenance in a room: pages that are not critical wait for its end. Its id is the room's name. */
export const QuietWindow = z.object({
  room: z.string(),
  until: InstantText,
  by: z.string(),
  reason: z.string().exactOptional(),
});
export type QuietWindow = z.infer<typeof QuietWindow>;
export const quietDocument = document({ name: 'page-quiet', schema: QuietWindow, schemaVersion: 1 });
