/** Proposed links: each candidate with why, and a button; who has none is named. Pure. */

import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { Message } from '../../src/core/ports/chat.ts';
import type { Translate } from '../../src/i18n/index.ts';
import { actions, button, context, section } from '../../src/slack/blocks.ts';
import { bold, code, escape, joined, mention, mrkdwn, truncate } from '../../src/slack/mrkdwn.ts';
import type { Candidate, Proposal } from '../../src/speakers/domain/linking.ts';

/** What a `Confirm` carries. */
export const Confirmed = z.union([
  z.object({ all: z.literal(true), page: z.number().int() }),
  z.object({
    speaker: z.string(),
    person: z.string(),
    how: z.enum(['email', 'name']),
    page: z.number().int(),
  }),
]);
export type Confirmed = z.infer<typeof Confirmed>;

export interface MatchModel {
  readonly proposals: readonly Proposal[];
  /** How many speakers are linked already. */
  readonly linked: number;
  readonly page: number;
}

/** Speakers on a page; each has at most four candidates and a line of its own. */
const ROWS = 8;
const NAMED = 40;

export function matchMessage(
  { proposals, linked, page }: MatchModel,
  { t }: { readonly t: Translate },
): Message {
  const withCandidates = proposals.filter((one) => one.candidates.length > 0);
  const without = proposals.filter((one) => one.candidates.length === 0);
  const first = Math.min(page * ROWS, Math.max(0, Math.ceil(withCandidates.length / ROWS) - 1) * ROWS);
  const shown = withCandidates.slice(first, first + ROWS);
  const at = Math.floor(first / ROWS);
  const sure = proposals.filter((one) => one.sure).length;
  const rest = withCandidates.length - first - shown.length;
  const head =
    proposals.length === 0
      ? t('speakers.match.none', { count: linked })
      : t('speakers.match.head', { count: proposals.length, linked });
  const blocks: KnownBlock[] = [section(head)];
  const confirmAll = button(
    'speakers.link#all',
    t('speakers.button.confirmAll', { count: sure }),
    JSON.stringify({ all: true, page: at } satisfies Confirmed),
    'primary',
  );
  const byTable = button('speakers.table', t('speakers.button.table'));
  if (proposals.length > 0) blocks.push(...actions([...(sure > 1 ? [confirmAll] : []), byTable]));
  for (const proposal of shown) {
    const codes = joined(
      proposal.speaker.sessions.map((session) => code(session.code)),
      ' ',
    );
    blocks.push(section(mrkdwn`${bold(proposal.speaker.name)} ${codes}`));
    blocks.push(...proposal.candidates.map((one, i) => candidate(proposal, one, at, i, t)));
  }
  if (rest > 0)
    blocks.push(...actions([button('speakers.match-more', t('speakers.button.more'), String(at + 1))]));
  if (without.length > 0) {
    const names = without.slice(0, NAMED).map((one) => escape(one.speaker.name));
    const more = without.length - names.length;
    const list = more > 0 ? mrkdwn`${joined(names, ', ')} … +${more}` : joined(names, ', ');
    blocks.push(context(t('speakers.match.without', { names: truncate(list, 1500) })));
  }
  return { text: head, blocks };
}

function candidate({ speaker }: Proposal, one: Candidate, page: number, i: number, t: Translate): KnownBlock {
  const value: Confirmed = {
    speaker: speaker.id,
    person: one.person.id,
    how: one.why === 'email' ? 'email' : 'name',
    page,
  };
  const handle = one.person.handle ? mrkdwn` (@${escape(one.person.handle)})` : '';
  return section(
    mrkdwn`${mention(one.person)} ${escape(one.person.name)}${handle} · ${t(`speakers.match.${one.why}`)}`,
    undefined,
    button(`speakers.link#${i}`, t('speakers.button.confirm'), JSON.stringify(value)),
  );
}
