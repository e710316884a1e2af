/** What happens in an incident. The timeline is these, in the ledger's order, with those of its pages and room. */
import { z } from 'zod';
import { fact } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';
import { Kind, RoleName, Severity } from './incident.ts';
import { TrackerName } from './tracker.ts';

const incident = z.string();
const text = z.string();

export const incidentDeclared = fact(
  'incident.declared',
  z.object({
    incident,
    title: text,
    kind: Kind,
    severity: Severity.exactOptional(),
    room: z.string().exactOptional(),
    page: z.string().exactOptional(),
    drill: z.boolean(),
  }),
);
export const incidentCardPosted = fact('incident.card-posted', z.object({ incident, channel: z.string() }));
export const roleTaken = fact(
  'incident.role-taken',
  z.object({ incident, role: RoleName, person: z.string(), before: z.string().exactOptional() }),
);
export const severitySet = fact(
  'incident.severity-set',
  z.object({ incident, severity: Severity, before: Severity.exactOptional() }),
);
export const updatePosted = fact('incident.updated', z.object({ incident, number: z.number().int(), text }));
/** An update of an incident that is over: its text waits until somebody says that it is meant. */
export const updateHeld = fact('incident.update-held', z.object({ incident }));
export const noteTaken = fact('incident.noted', z.object({ incident, text }));
/** A message of the thread, marked by :pushpin: or the shortcut. `source` is `channel:ts`. */
export const messageMarked = fact(
  'incident.message-marked',
  z.object({ incident, source: z.string(), author: z.string(), text, written: InstantText }),
);
export const messageEdited = fact(
  'incident.message-edited',
  z.object({ incident, source: z.string(), text }),
);
/** The mark was taken off, or the message was deleted: its text is no longer shown. */
export const messageUnmarked = fact(
  'incident.message-unmarked',
  z.object({ incident, source: z.string(), deleted: z.boolean() }),
);
export const incidentMitigated = fact('incident.mitigated', z.object({ incident, seconds: z.number() }));
export const incidentResolved = fact(
  'incident.resolved',
  z.object({
    incident,
    seconds: z.number(),
    text: text.exactOptional(),
    mistake: z.literal(true).exactOptional(),
  }),
);
export const incidentRenamed = fact('incident.renamed', z.object({ incident, title: text, before: text }));
export const incidentReopened = fact('incident.reopened', z.object({ incident }));
export const incidentNudged = fact(
  'incident.nudged',
  z.object({ incident, what: z.string(), times: z.number().int() }),
);

/** From here on only its responders may know of it. */
export const madePrivate = fact(
  'incident.made-private',
  z.object({ incident, responders: z.array(z.string()) }),
);
export const respondersChanged = fact(
  'incident.responders-changed',
  z.object({ incident, added: z.array(z.string()), removed: z.array(z.string()) }),
);
/** From here on everybody may know of it who reads incidents. */
export const madePublic = fact('incident.made-public', z.object({ incident }));
/** A private one is gone, by somebody's decision: how much went, and never what it was. */
export const incidentErased = fact(
  'incident.erased',
  z.object({ documents: z.record(z.string(), z.number().int()), jobs: z.number().int() }),
);
/** Stands in the ledger where a fact of it stood. */
export const factWithoutWords = fact('fact.erased', z.object({}));
/** Somebody was told that they may know of it, since Slack let us make no channel for it. */
export const responderInvited = fact('incident.invited', z.object({ incident, person: z.string() }));
/** Somebody who is not in charge of a private incident looked at it. */
export const incidentViewed = fact(
  'incident.viewed',
  z.object({ incident, how: z.enum(['show', 'timeline', 'export']) }),
);
/** What we had posted of it for everybody is gone. */
export const incidentCardCleared = fact('incident.card-cleared', z.object({ incident }));
/** The channel of a private incident is there, or Slack let us make none. */
export const placeOpened = fact('incident.place-opened', z.object({ incident, made: z.boolean() }));

export const postmortemStarted = fact('postmortem.started', z.object({ incident }));
export const postmortemPosted = fact('postmortem.posted', z.object({ incident, channel: z.string() }));
export const postmortemChanged = fact(
  'postmortem.changed',
  z.object({ incident, fields: z.array(z.string()) }),
);
export const postmortemAsked = fact('postmortem.asked', z.object({ incident, hours: z.number() }));
export const postmortemPublished = fact('postmortem.published', z.object({ incident }));
/** Where everybody reads it. */
export const postmortemPlaced = fact('postmortem.placed', z.object({ incident, channel: z.string() }));

const action = z.string();
export const actionAdded = fact(
  'action.added',
  z.object({ action, incident, owner: z.string(), due: z.string(), text }),
);
export const actionDone = fact(
  'action.done',
  z.object({
    ...{ action, incident, text },
    /** Not after its due date, as the event's days go. Facts from before this was noted have none. */
    inTime: z.boolean().exactOptional(),
    owner: z.string().exactOptional(),
  }),
);
export const actionSnoozed = fact(
  'action.snoozed',
  z.object({ action, incident, due: z.string(), reason: text }),
);
/** Its owner was told that it is theirs. */
export const actionTold = fact('action.told', z.object({ action, incident, owner: z.string() }));
export const actionTrackAsked = fact(
  'action.track-asked',
  z.object({ action, incident, tracker: TrackerName }),
);
/** The tracker took it; `url` is where it said that the issue is. */
export const actionTracked = fact(
  'action.tracked',
  z.object({ action, incident, tracker: TrackerName, url: z.string().exactOptional() }),
);
export const actionReminded = fact('action.reminded', z.object({ action, incident, when: z.string() }));
export const actionsDigested = fact('action.digested', z.object({ open: z.number().int() }));

/** Where a runbook is at work: in an incident's thread, or in a page's. */
const matter = { incident: incident.exactOptional(), page: z.string().exactOptional(), runbook: z.string() };
export const runbookStarted = fact('runbook.started', z.object({ ...matter, steps: z.number().int() }));
export const stepTicked = fact(
  'runbook.ticked',
  z.object({ ...matter, step: z.number().int(), text, answer: text.exactOptional() }),
);
export const stepUnticked = fact('runbook.unticked', z.object({ ...matter, step: z.number().int(), text }));
export const runbookPosted = fact('runbook.posted', z.object({ ...matter, part: z.number().int() }));
