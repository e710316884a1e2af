/** An incident: something is wrong that needs more than one person, from its declaration to its postmortem. */
import { z } from 'zod';
import { document } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';

export const Severity = z.enum(['sev1', 'sev2', 'sev3']);
export type Severity = z.infer<typeof Severity>;

export const RoleName = z.enum(['commander', 'scribe', 'comms']);
export type RoleName = z.infer<typeof RoleName>;

/** What it is about, for "has this happened before" and for the statistics. */
export const Kind = z.enum([
  'power',
  'network',
  'av',
  'venue',
  'safety',
  'people',
  'registration',
  'conduct',
  'medical',
  'missing-person',
  'other',
]);
export type Kind = z.infer<typeof Kind>;

/** What is about somebody who did not choose to be talked about: it begins private. */
export const PRIVATE_KINDS: ReadonlySet<Kind> = new Set(['conduct', 'medical', 'missing-person']);

const OnStage = z.object({ code: z.string(), title: z.string(), start: InstantText, end: InstantText });

/** What was true when it was declared: the agenda and the rota may be other ones afterwards. */
export const Snapshot = z.object({
  onStage: z.array(OnStage),
  next: z.array(OnStage),
  /** Ids of the people on shift in the room. */
  onShift: z.array(z.string()),
});
export type Snapshot = z.infer<typeof Snapshot>;

export const Incident = z.object({
  /** `I2`. */
  code: z.string(),
  title: z.string(),
  kind: Kind,
  severity: Severity.exactOptional(),
  room: z.string().exactOptional(),
  /** A drill goes the same way, is marked DRILL everywhere and is counted apart. */
  drill: z.boolean(),
  state: z.enum(['open', 'resolved']),
  declaredBy: z.string(),
  declaredAt: InstantText,
  /** The page it grew out of, `P3`. */
  page: z.string().exactOptional(),
  snapshot: Snapshot,
  roles: z.object({
    commander: z.string().exactOptional(),
    scribe: z.string().exactOptional(),
    comms: z.string().exactOptional(),
  }),
  /** When somebody first took command: somebody has it. */
  acknowledgedAt: InstantText.exactOptional(),
  /** When somebody last took command: from then on relief is suggested after a while. */
  commandedAt: InstantText.exactOptional(),
  updates: z.number().int().nonnegative(),
  /** When the next update for everybody is due. */
  updateDue: InstantText.exactOptional(),
  /** The worst is over; people can work again. Only where somebody said so. */
  mitigatedAt: InstantText.exactOptional(),
  resolvedAt: InstantText.exactOptional(),
  resolvedBy: z.string().exactOptional(),
  resolution: z.string().exactOptional(),
  /** Nothing was wrong: it was declared by mistake, and counts nowhere. */
  mistake: z.literal(true).exactOptional(),
  /** How often it was opened again. */
  reopened: z.number().int().nonnegative(),
  /** Only of a private one: ids of all who may know that it exists. */
  responders: z.array(z.string()).min(1).exactOptional(),
});
export type Incident = z.infer<typeof Incident>;

/** Once the end was taken for the mitigation, where nobody had pressed it. */
function upgradeIncident(older: unknown): unknown {
  const { mitigatedAt, ...rest } = older as Record<string, unknown>;
  return mitigatedAt === undefined || mitigatedAt === rest['resolvedAt'] ? rest : { ...rest, mitigatedAt };
}

export const incidentDocument = document({
  name: 'incident',
  schema: Incident,
  schemaVersion: 2,
  upgrade: upgradeIncident,
  sealed: ({ responders }) => responders !== undefined,
  indexes: (incident) => [
    incident.state,
    ...(incident.drill ? ['drill'] : ['real']),
    // By its kind one is looked for that everybody may know of.
    ...(incident.responders ? [] : [`kind:${incident.kind}`]),
  ],
});

/** Where its card is posted; the card's thread is the incident's room. Its id is the incident's code. */
export const IncidentCard = z.object({ incident: z.string(), channel: z.string(), ts: z.string() });
export type IncidentCard = z.infer<typeof IncidentCard>;
export const incidentCardDocument = document({
  name: 'incident-card',
  schema: IncidentCard,
  schemaVersion: 1,
  indexes: (card) => [`thread:${card.channel}:${card.ts}`],
});

/**
 * The channel of a private incident, which is its room as a whole; without one where Slack did not let us
 * make it. Its id is the incident's code.
 */
export const PrivatePlace = z.object({
  incident: z.string(),
  channel: z.string().exactOptional(),
  /** Ids of those whom we asked in, to see who is to come and to go. */
  members: z.array(z.string()),
});
export type PrivatePlace = z.infer<typeof PrivatePlace>;
export const privatePlaceDocument = document({
  name: 'incident-place',
  schema: PrivatePlace,
  schemaVersion: 1,
  indexes: ({ channel }) => (channel === undefined ? [] : [`channel:${channel}`]),
});

/** A message that somebody marked for the timeline. Its id is `channel:ts`. */
export const Mark = z.object({
  incident: z.string(),
  author: z.string(),
  text: z.string(),
  /** When the message was written. */
  at: InstantText,
  markedBy: z.string(),
});
export type Mark = z.infer<typeof Mark>;
export const markDocument = document({ name: 'incident-mark', schema: Mark, schemaVersion: 1, sealed: true });

/** An update that was written when the incident was over, until somebody posts it all the same. */
const HeldUpdate = z.object({ incident: z.string(), text: z.string(), by: z.string() });
export const heldUpdateDocument = document({
  name: 'incident-held-update',
  schema: HeldUpdate,
  schemaVersion: 1,
  sealed: true,
});

export const isOpen = (incident: Incident): boolean => incident.state === 'open';

export const incidentNumber = (code: string): number => Number(code.slice(1));

const WORDS: readonly (readonly [Kind, RegExp])[] = [
  // First what begins private: of two guesses the one that tells fewer people is the safe one.
  [
    'conduct',
    /\b(harass\w*|assault\w*|abus(e|ed|ive)|stalk\w*|grop(ed|ing)|conduct|acos(o|ad\w*|ando)|agresi[oó]n\w*|agredi\w*|abusos?|conducta)\b/i,
  ],
  [
    'medical',
    /\b(medical|medics?|injur\w*|ambulance|faint(s|ed|ing)?|unconscious|seizure|overdose|allergic|m[eé]dic\w*|herid\w*|ambulancia|desmay\w*|inconsciente|sobredosis)\b/i,
  ],
  [
    'missing-person',
    /\b(missing|lost) (person|child|kid|boy|girl)\b|\b(persona|ni[ñn][oa]) (desaparecid|perdid)[oa]\b/i,
  ],
  ['power', /\b(power|electric\w*|fuse|breaker|outage|apag\w+|luz|corriente|el[eé]ctric\w*)\b/i],
  ['network', /\b(network|wi-?fi|internet|uplink|dns|router|red|conexi[oó]n)\b/i],
  [
    'av',
    /\b(projector|sound|audio|mic\w*|stream\w*|video|screen|recording|proyector|sonido|pantalla|micro\w*)\b/i,
  ],
  ['safety', /\b(fire|smoke|evacuat\w*|alarm|fuego|humo|evacua\w*)\b/i],
  [
    'registration',
    /\b(registration|badge\w*|ticket\w*|check-?in|queue|registro|entrada\w*|acredita\w*|cola)\b/i,
  ],
  ['people', /\b(volunteer\w*|speaker\w*|staff|voluntari\w*|ponente\w*)\b/i],
  [
    'venue',
    /\b(door|roof|leak|water|heat\w*|air|toilet\w*|room|chairs|puerta|agua|calor|ba[ñn]o\w*|sala|sillas)\b/i,
  ],
];

/** A guess from the title, in English or Spanish; the declaration's modal lets people choose. */
export const guessKind = (title: string): Kind =>
  WORDS.find(([, words]) => words.test(title))?.[0] ?? 'other';
