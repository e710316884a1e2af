/** What can happen to the agenda. `session.changed` holds before and after, so `undo` reads the ledger. */
import { z } from 'zod';
import { fact } from '../../core/commit.ts';
import { InstantText } from '../../core/instant.ts';
import { Agenda } from './agenda.ts';
import { Session } from './session.ts';

/** How a session changed, as people name it. `details`: abstract, language, links and the like. */
export const ChangeHow = z.enum(['delay', 'move', 'swap', 'cancel', 'restore', 'fill', 'undo']);
export type ChangeHow = z.infer<typeof ChangeHow>;

/** Which session steps in for which, by their codes. */
export const Fills = z.object({ missing: z.string(), standIn: z.string() });
export type Fills = z.infer<typeof Fills>;

export const ChangeWord = z.enum([
  'new',
  'time',
  'duration',
  'room',
  'title',
  'speakers',
  'cancelled',
  'restored',
  'removed',
  'details',
]);
export type ChangeWord = z.infer<typeof ChangeWord>;

/** The fields that differ; `null` where the field was absent. */
const Fields = z.object({
  title: Session.shape.title.exactOptional(),
  subtitle: z.string().nullable().exactOptional(),
  abstract: z.string().nullable().exactOptional(),
  description: z.string().nullable().exactOptional(),
  speakers: Session.shape.speakers.exactOptional(),
  track: z.string().nullable().exactOptional(),
  kind: z.string().nullable().exactOptional(),
  language: z.string().nullable().exactOptional(),
  url: z.string().nullable().exactOptional(),
  links: z
    .array(z.object({ title: z.string(), url: z.string() }))
    .nullable()
    .exactOptional(),
  isBreak: z.boolean().nullable().exactOptional(),
  doNotRecord: z.literal(true).nullable().exactOptional(),
  guid: z.string().exactOptional(),
  room: z.string().exactOptional(),
  start: InstantText.exactOptional(),
  end: InstantText.exactOptional(),
  state: Session.shape.state.exactOptional(),
  reason: z.string().nullable().exactOptional(),
  base: z
    .object({
      room: z.string().exactOptional(),
      start: InstantText.exactOptional(),
      end: InstantText.exactOptional(),
      state: z.enum(['scheduled', 'cancelled']).exactOptional(),
    })
    .nullable()
    .exactOptional(),
});
export type Fields = z.infer<typeof Fields>;

/** About `session:S17`, `change:12` and the rooms it touches. */
export const sessionChanged = fact(
  'session.changed',
  z.object({
    session: z.string(),
    /** As it is called after the change. */
    title: z.string(),
    what: z.array(ChangeWord),
    before: Fields,
    after: Fields,
  }),
);

/** A file or feed was applied. `was` is the agenda before it, for `undo`. */
export const agendaImported = fact(
  'agenda.imported',
  z.object({
    change: z.number().int(),
    source: z.string(),
    counts: z.record(z.string(), z.number().int()),
    was: Agenda,
  }),
);

/** Somebody changed it by hand, or took a change back. */
export const agendaChanged = fact(
  'agenda.changed',
  z.object({
    change: z.number().int(),
    how: ChangeHow,
    sessions: z.array(z.string()),
    reason: z.string().exactOptional(),
    fills: Fills.exactOptional(),
    /** The change that an undo took back. */
    undone: z.number().int().exactOptional(),
  }),
);

/** A change that needed two organizers was applied: `by` is the second one, or the first where nobody waited for one. */
export const changeSeconded = fact(
  'agenda.seconded',
  z.object({ change: z.number().int(), alone: z.boolean() }),
);

/** A preview was made, thrown away or used up; previews are documents, and documents need facts. */
export const previewChanged = fact(
  'agenda.preview',
  z.object({ of: z.string(), became: z.enum(['made', 'discarded', 'changed']) }),
);

export const watchChanged = fact(
  'agenda.watch',
  z.object({
    became: z.enum(['on', 'off', 'polled', 'held', 'applied', 'failing', 'recovered']),
    /** A code of the failure, for programs and logs. */
    code: z.string().exactOptional(),
  }),
);

export const diaryChanged = fact(
  'diary.changed',
  z.object({
    person: z.string(),
    what: z.enum(['starred', 'unstarred', 'feed-made', 'feed-reset', 'feed-closed']),
    session: z.string().exactOptional(),
  }),
);

export const boardChanged = fact(
  'agenda.board',
  z.object({ channel: z.string(), became: z.enum(['on', 'off', 'posted', 'updated', 'lost']) }),
);

export const announcingChanged = fact(
  'agenda.announcing',
  z.object({ became: z.enum(['on', 'off', 'posted']), count: z.number().int().exactOptional() }),
);

/** A change was posted to the announcement channel. */
export const changePosted = fact('agenda.change-posted', z.object({ change: z.number().int() }));

/**
 * The stage clock was told that a session began. `start` is when: the fact may have come later. About the session and
 * its room, as are the two that follow.
 */
export const sessionStarted = fact(
  'session.started',
  z.object({
    session: z.string(),
    room: z.string(),
    /** Of the press, so that what takes it back can be told. */
    press: z.string(),
    start: InstantText,
    /** The start as the plan stood then. */
    planned: InstantText,
    /** The start that the source said, where somebody here had moved it. */
    announced: InstantText.exactOptional(),
  }),
);

export const sessionEnded = fact(
  'session.ended',
  z.object({
    session: z.string(),
    room: z.string(),
    press: z.string(),
    /** Absent where nobody had told of its start. */
    start: InstantText.exactOptional(),
    end: InstantText,
    /** The end as the plan stood then. */
    planned: InstantText,
    /** Nobody ended it: the next one was started. */
    byStartOf: z.string().exactOptional(),
  }),
);

/** A press was taken back: what its facts say is not so. */
export const clockUndone = fact(
  'session.clock-undone',
  z.object({
    room: z.string(),
    what: z.enum(['start', 'end']),
    press: z.string(),
    sessions: z.array(z.string()),
  }),
);

/** A room's tablet got its address, or another one; or a message to whoever speaks was put up, or taken away. */
export const stageChanged = fact(
  'stage.changed',
  z.object({ room: z.string(), became: z.enum(['linked', 'link-reset', 'message', 'message-off']) }),
);

const standby = z.object({ talk: z.string() });
/** A talk may step in where a speaker does not come, or may no more. `talk` is a session's code, or `B1`. */
export const standbyAdded = fact('standby.added', standby);
export const standbyRemoved = fact('standby.removed', standby);
/** Its speaker is in the house. */
export const standbyHere = fact('standby.here', standby);
