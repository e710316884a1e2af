/** What happens to the rota, as the ledger holds it. */
import { z } from 'zod';
import { fact } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';
import { AssignmentState, Role, Shift } from './shift.ts';

const ShiftRef = z.object({ shift: z.string() });

export const shiftAdded = fact(
  'shift.added',
  z.object({
    shift: z.string(),
    role: z.string(),
    room: z.string().exactOptional(),
    start: InstantText,
    end: InstantText,
    min: z.number(),
  }),
);
/** `from` and `to` are times, where those changed. */
export const shiftChanged = fact(
  'shift.changed',
  z.object({ shift: z.string(), fields: z.array(z.string()), why: z.string().exactOptional() }),
);
export const shiftRemoved = fact(
  'shift.removed',
  z.object({ shift: z.string(), people: z.array(z.string()) }),
);

/** One person's place on one shift. `override` names the rules that an organizer set aside, and why. */
export const assignmentChanged = fact(
  'shift.assignment',
  z.object({
    shift: z.string(),
    person: z.string(),
    from: AssignmentState.nullable(),
    to: AssignmentState,
    how: z.enum([
      'assigned',
      'took',
      'dropped',
      'declined',
      'swapped',
      'covered',
      'arrived',
      'finished',
      'absent',
      'proposed',
      'agreed',
      'settled',
      'filled',
      'left',
      'undone',
    ]),
    override: z.object({ rules: z.array(z.string()), reason: z.string() }).exactOptional(),
    /** Of somebody who arrived: when the shift began, as it stood then. Facts from before this was noted have none. */
    start: InstantText.exactOptional(),
  }),
);
/** Nobody said `here` for this place five minutes after the start. */
export const shiftMissing = fact('shift.missing', ShiftRef.extend({ people: z.array(z.string()) }));
export const droppedLate = fact('shift.dropped-late', ShiftRef.extend({ person: z.string() }));
export const shiftReminded = fact(
  'shift.reminded',
  ShiftRef.extend({
    person: z.string(),
    minutes: z.number(),
    /** When it was to leave; facts from before this was noted have none. */
    due: InstantText.exactOptional(),
  }),
);
export const changePosted = fact(
  'shift.change-posted',
  z.object({ room: z.string().nullable(), start: InstantText, shifts: z.array(z.string()) }),
);
export const shiftClosed = fact('shift.closed', ShiftRef);

/** The shift is one of the night, as the rota counts nights. */
const night = z.literal(true).exactOptional();

export const coverOpened = fact(
  'cover.opened',
  z.object({
    ...{ cover: z.string(), shift: z.string(), person: z.string(), reason: z.string().exactOptional() },
    night,
  }),
);
export const coverAsked = fact(
  'cover.asked',
  z.object({ cover: z.string(), shift: z.string(), wave: z.number(), people: z.array(z.string()) }),
);
export const coverDelivered = fact('cover.delivered', z.object({ cover: z.string(), person: z.string() }));
export const coverDeclined = fact('cover.declined', z.object({ cover: z.string(), person: z.string() }));
export const coverTaken = fact(
  'cover.taken',
  z.object({ cover: z.string(), shift: z.string(), from: z.string(), to: z.string(), night }),
);
export const coverEscalated = fact('cover.escalated', z.object({ cover: z.string(), shift: z.string() }));
export const coverClosed = fact('cover.closed', z.object({ cover: z.string(), shift: z.string() }));

const SwapRef = z.object({ swap: z.string(), person: z.string() });
export const swapProposed = fact(
  'swap.proposed',
  SwapRef.extend({ with: z.string(), shift: z.string(), other: z.string().exactOptional() }),
);
export const swapAccepted = fact('swap.accepted', SwapRef);
export const swapDone = fact('swap.done', z.object({ swap: z.string(), shift: z.string() }));
export const swapEnded = fact('swap.ended', SwapRef.extend({ why: z.string() }));

/** Names of fields only: when somebody is free is theirs to tell. */
export const volunteerChanged = fact(
  'volunteer.changed',
  z.object({ person: z.string(), fields: z.array(z.string()) }),
);
export const rotaSettingsChanged = fact('rota.settings-changed', z.object({ fields: z.array(z.string()) }));
export const roleChanged = fact('role.changed', z.object({ role: z.string(), fields: z.array(z.string()) }));
export const rotaPlanMade = fact(
  'rota.plan-made',
  z.object({ plan: z.string(), kind: z.enum(['import', 'generate', 'fill', 'copy', 'follow']) }),
);
export const rotaPlanEnded = fact(
  'rota.plan-ended',
  z.object({ plan: z.string(), how: z.enum(['applied', 'discarded']), shifts: z.number() }),
);
/** What the optimizer said of shifts that were still to come: how many others could take a place on them. */
export const shiftsWeighed = fact(
  'rota.shifts-weighed',
  z.object({
    shifts: z.array(z.object({ shift: z.string(), others: z.number().int(), ifMoved: z.boolean() })),
  }),
);
/** What a change of the rota was, as people name it. */
export const RotaHow = z.enum([
  'add',
  'assign',
  'take',
  'drop',
  'remove',
  'swap',
  'cover',
  'done',
  'generate',
  'import',
  'fill',
  'copy',
]);
export type RotaHow = z.infer<typeof RotaHow>;
/** About `rota-changes` and `rota-change:<id>`: somebody changed the rota, which can be taken back. */
export const rotaChanged = fact(
  'rota.changed',
  z.object({
    change: z.string(),
    how: RotaHow,
    /** Only their own place: nobody but them, and organizers who name the shift, takes it back. */
    own: z.boolean(),
    shifts: z.array(z.string()),
  }),
);
/** About `rota-change:<id>` and the shift: what it was before and after; null where there was none. */
export const rotaStep = fact(
  'rota.step',
  z.union([
    z.object({
      change: z.string(),
      shift: z.string(),
      before: Shift.nullable(),
      after: Shift.nullable(),
    }),
    z.object({ change: z.string(), role: z.string(), before: Role.nullable(), after: Role.nullable() }),
  ]),
);
/** About `rota-changes` and `rota-change:<id>`: that change was taken back. */
export const rotaUndone = fact('rota.undone', z.object({ change: z.string(), how: RotaHow }));
/** Somebody (or a channel) was told something about the rota. */
export const rotaTold = fact('rota.told', z.object({ to: z.string(), what: z.string() }));
export const volunteersThanked = fact('rota.thanked', z.object({ people: z.number() }));

const RoundRef = z.object({ round: z.string() });
export const inviteOpened = fact('rota.invite-opened', RoundRef.extend({ channel: z.string() }));
export const invitePosted = fact('rota.invite-posted', RoundRef.extend({ channel: z.string() }));
/** How many of the channel were found so far; `whole` once it was read to its end. */
export const inviteRead = fact(
  'rota.invite-read',
  RoundRef.extend({ people: z.number(), whole: z.boolean() }),
);
export const inviteAnswered = fact(
  'rota.invite-answered',
  RoundRef.extend({ person: z.string(), answer: z.enum(['available', 'took', 'not-this-time']) }),
);
export const inviteReminded = fact(
  'rota.invite-reminded',
  RoundRef.extend({ person: z.string(), nth: z.number() }),
);
export const inviteClosed = fact('rota.invite-closed', RoundRef);
/** A text about shifts was answered. */
export const shiftTextAnswered = fact(
  'rota.text-answered',
  z.object({ person: z.string(), what: z.string() }),
);
