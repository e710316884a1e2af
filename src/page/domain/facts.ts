/** What happens to pages, in the past tense. Never a number, an address or a text of somebody else. */
import { z } from 'zod';
import { fact } from '../../core/commit.ts';
import { Target, Via } from './page.ts';

const page = z.string();

export const pageOpened = fact(
  'page.opened',
  z.object({
    page,
    target: Target,
    critical: z.boolean(),
    message: z.string(),
    test: z.boolean(),
    drill: z.literal(true).exactOptional(),
  }),
);
/** Somebody answered a page of a drill, which is practice that counts for them. */
export const drillAnswered = fact(
  'drill.answered',
  z.object({ page, person: z.string(), seconds: z.number() }),
);
export const pageHeld = fact('page.held', z.object({ page, until: z.string() }));
export const pageHandedOver = fact('page.handed-over', z.object({ page }));
export const pageStepped = fact(
  'page.stepped',
  z.object({
    page,
    /** From 1, for people to read. */
    step: z.number(),
    round: z.number(),
    who: z.string(),
    people: z.array(z.string()),
    passed: z.string().exactOptional(),
  }),
);
/**
 * The people on duty have changed under it: who is not asked any more (`off-duty`), who is asked instead,
 * and whose quiet hours or talk begin or end otherwise than was known.
 */
export const pageDutyChanged = fact(
  'page.duty-changed',
  z.object({ page, off: z.array(z.string()), on: z.array(z.string()), aside: z.array(z.string()) }),
);
/** Whoever had it went off duty: these are asked to take it over. */
export const pageOffered = fact(
  'page.offered',
  z.object({ page, from: z.string(), to: z.array(z.string()) }),
);
export const pageTakenOver = fact('page.taken-over', z.object({ page, from: z.string(), via: Via }));
export const pageGaveUp = fact('page.gave-up', z.object({ page }));
export const pageAcknowledged = fact('page.acknowledged', z.object({ page, via: Via, seconds: z.number() }));
export const pageResolved = fact(
  'page.resolved',
  z.object({ page, via: Via, seconds: z.number(), note: z.string().exactOptional() }),
);
export const pageEscalated = fact('page.escalated', z.object({ page, via: Via }));
/** Notes are about this too, so that a card finds them without all that ever happened to its page. */
export const notesOf = (page: string): string => `notes:${page}`;
export const pageNoted = fact('page.noted', z.object({ page, text: z.string() }));
/** It has become a part of an incident. */
export const pageLinked = fact('page.linked', z.object({ page, incident: z.string() }));
/** The incident's commander has it now, in place of whoever declared it. */
export const pageCommanded = fact(
  'page.commanded',
  z.object({ page, incident: z.string(), person: z.string() }),
);
/** Whoever asked for it was told how it stands. */
export const askerTold = fact('page.asker-told', z.object({ page, state: z.string() }));
export const pageReasked = fact('page.reasked', z.object({ page }));
export const pageKept = fact('page.kept', z.object({ page }));
export const pageRepaged = fact('page.repaged', z.object({ page }));
/** It left the channel, since its page is part of a private incident now. */
export const cardTaken = fact('page.card-taken', z.object({ page }));
export const cardPosted = fact('page.card-posted', z.object({ page, channel: z.string() }));
/** `provider` is the one that it may have left by, where that is not known and a channel has several. */
export const pageTroubled = fact(
  'page.troubled',
  z.object({ page, channel: z.string(), provider: z.string().exactOptional() }),
);
/** Organizers have the numbers to dial by hand. */
export const numbersTold = fact('page.numbers-told', z.object({ page }));

/** A notification moved forward. `code` says why it failed, `provider` who carries it. */
export const notificationMoved = fact(
  'notification.moved',
  z.object({
    page,
    notification: z.string(),
    person: z.string(),
    channel: z.string(),
    state: z.string(),
    code: z.string().exactOptional(),
    provider: z.string().exactOptional(),
  }),
);
/** A provider took nothing of it (its code, `down` or `busy`), and another one carries it. */
export const notificationRerouted = fact(
  'notification.rerouted',
  z.object({
    page,
    notification: z.string(),
    person: z.string(),
    channel: z.string(),
    from: z.string(),
    code: z.string(),
    to: z.string(),
  }),
);
/** Accepted long ago, and neither delivered nor ringing. */
export const notificationOverdue = fact(
  'notification.overdue',
  z.object({
    page,
    notification: z.string(),
    person: z.string(),
    channel: z.string(),
    provider: z.string().exactOptional(),
  }),
);

/** One more leaves for this person on this channel: what their limit counts. */
export const loadCounted = fact(
  'paging.counted',
  z.object({ person: z.string(), channel: z.string(), back: z.literal(true).exactOptional() }),
);

export const policyChanged = fact('policy.changed', z.object({ policy: z.string() }));
export const quietSet = fact('page.quiet-set', z.object({ room: z.string(), until: z.string() }));
export const quietEnded = fact(
  'page.quiet-ended',
  z.object({ room: z.string(), pages: z.array(z.string()) }),
);

/** A person tried their channels; `reached` are those that were delivered, answered or acknowledged. */
export const pagingTested = fact(
  'paging.tested',
  z.object({ person: z.string(), reached: z.array(z.string()), failed: z.array(z.string()) }),
);
export const optedOut = fact('paging.opted-out', z.object({ person: z.string() }));
export const optedIn = fact('paging.opted-in', z.object({ person: z.string() }));
export const untestedReminded = fact('paging.untested-reminded', z.object({ people: z.array(z.string()) }));

export const codeSent = fact('phone.code-sent', z.object({ person: z.string(), channel: z.string() }));
export const codeRefused = fact('phone.code-refused', z.object({ person: z.string() }));
export const phoneVerified = fact('phone.verified', z.object({ person: z.string() }));

/** A device, or `ntfy`: by our own id, never by its address. `why` it went: `asked`, `gone`, `moved`, `over`. */
export const deviceAdded = fact('push.added', z.object({ person: z.string(), device: z.string() }));
export const deviceChecked = fact('push.checked', z.object({ person: z.string(), device: z.string() }));
export const deviceTroubled = fact(
  'push.troubled',
  z.object({ person: z.string(), device: z.string(), code: z.string() }),
);
export const deviceConfirmed = fact('push.confirmed', z.object({ person: z.string(), device: z.string() }));
export const deviceRemoved = fact(
  'push.removed',
  z.object({ person: z.string(), device: z.string(), why: z.string() }),
);
export const pushLinked = fact('push.linked', z.object({ person: z.string() }));
/** Somebody's own page has no address any more. */
export const pushUnlinked = fact('push.unlinked', z.object({ person: z.string() }));
export const pushKeysMade = fact('push.keys-made', z.object({}));

export const hookCreated = fact('hook.created', z.object({ hook: z.string(), name: z.string() }));
export const hookRevoked = fact('hook.revoked', z.object({ hook: z.string(), name: z.string() }));
export const hookRetargeted = fact('hook.retargeted', z.object({ hook: z.string(), name: z.string() }));
/** What one request of a machine meant for one page, in numbers of alerts; without a page where for none. */
export const alertsReceived = fact(
  'alerts.received',
  z.object({
    hook: z.string(),
    page: z.string().exactOptional(),
    opened: z.number(),
    repeated: z.number(),
    joined: z.number(),
    resolved: z.number(),
  }),
);
/** A later delivery was worse, or named somebody else: the page asks again. */
export const pageRaised = fact('page.raised', z.object({ page, critical: z.boolean() }));
/** Its alert came back shortly after it was over, for the so-manieth time. */
export const pageReopened = fact('page.reopened', z.object({ page, times: z.number() }));
/** Somebody with a token that does not open was turned away, and organizers were told. No hook: never ours. */
export const senderTurnedAway = fact('hook.turned-away', z.object({ hook: z.string().exactOptional() }));
export const alertsForgotten = fact('alerts.forgotten', z.object({ day: z.string(), alerts: z.number() }));
