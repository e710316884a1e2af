/** An applied change as everybody reads it in the announcement channel; a wide one is a digest. */

import type { Message } from '../core/ports/chat.ts';
import { clockFrom } from '../i18n/time.ts';
import { context, section, sections } from '../slack/blocks.ts';
import { bold, escape, joined, type Mrkdwn, truncate } from '../slack/mrkdwn.ts';
import { changeLine, countsText } from './changes-view.ts';
import { worthTelling } from './domain/compare.ts';
import type { ChangeWord } from './domain/facts.ts';
import { type AgendaReader, agendaRoomText, titleText } from './lines.ts';
import type { AppliedChange, Moved } from './read-change.ts';

/** More sessions than this are a digest: counts, and those that people must know of first. */
const FEW = 8;
const NAMED_IN_DIGEST = 12;

/** What people must not miss comes first. */
const GRAVITY: readonly ChangeWord[] = [
  'cancelled',
  'restored',
  'time',
  'room',
  'new',
  'speakers',
  'duration',
];

const gravity = ({ what }: Moved): number => {
  const found = GRAVITY.findIndex((word) => what.includes(word));
  return found === -1 ? GRAVITY.length : found;
};

const title = ({ how }: AppliedChange) =>
  how === 'import' ? 'agenda.posted.import' : how === 'undo' ? 'agenda.posted.undo' : 'agenda.posted.change';

/** `*New talk* — Bea steps in for *Old talk* — Ana: 14:00, Main hall.` */
function stepsIn({ fills, moves }: AppliedChange, reader: AgendaReader): Mrkdwn[] {
  const comes = moves.find(({ code }) => code === fills?.standIn)?.after;
  const gone = moves.find(({ code }) => code === fills?.missing)?.before;
  if (!comes || !gone) return [];
  const { t, now, zone, locale } = reader;
  const text = t('agenda.posted.stepsIn', {
    standIn: titleText(comes),
    missing: titleText(gone),
    time: clockFrom(comes.start, now, zone, locale),
    room: agendaRoomText(comes.room, t),
  });
  return [text];
}

/** Undefined where nothing of it concerns anybody (a new abstract, an import that was undone already). */
export function changePost(change: AppliedChange, reader: AgendaReader): Message | undefined {
  const { t } = reader;
  const told = change.moves.filter(({ what }) => worthTelling(what) || what.includes('removed'));
  if (told.length === 0) return undefined;
  if (change.first && change.how === 'import') {
    const text = t('agenda.posted.first', { count: told.length });
    return { text, blocks: [section(text)] };
  }
  const sorted = [...told].sort((a, b) => gravity(a) - gravity(b));
  const shown = told.length <= FEW ? sorted : sorted.slice(0, NAMED_IN_DIGEST);
  const lines = shown.map(({ before, after, what }) => changeLine(before, after, what, reader));
  const counts: Partial<Record<ChangeWord, number>> = {};
  for (const { what } of told) for (const word of what) counts[word] = (counts[word] ?? 0) + 1;
  const digest = told.length > FEW ? [countsText(counts, t)] : [];
  const rest = told.length - shown.length;
  const more = rest > 0 ? [t('agenda.andMore', { count: rest })] : [];
  const reason = change.reason
    ? [t('agenda.posted.reason', { reason: escape(truncate(change.reason, 300)) })]
    : [];
  const head = t(title(change));
  const words = stepsIn(change, reader);
  return {
    text: truncate(joined([head, ...words, ...digest, ...lines, ...more, ...reason], '\n'), 3000),
    blocks: [
      section(joined([bold(head), ...words, ...digest], '\n')),
      ...sections([...lines, ...more, ...reason]),
      ...(told.length > FEW ? [context(t('agenda.posted.see'))] : []),
    ],
  };
}
