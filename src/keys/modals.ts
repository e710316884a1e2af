/** The modals of the keys. A share or secret is shown in one, and typed into one, and is nowhere else. */

import type { KnownBlock, View } from '@slack/types';
import type { Translate } from '../i18n/index.ts';
import { section } from '../slack/blocks.ts';
import { textInput } from '../slack/inputs.ts';
import {
  code,
  cutBeforeMarkup,
  escape,
  type Mrkdwn,
  mentionId,
  mentionIds,
  mrkdwn,
  sliceMrkdwn,
} from '../slack/mrkdwn.ts';
import { modal } from '../slack/views.ts';
import { type Ceremony, shownDigest } from './domain/ceremony.ts';
import { isDrill } from './domain/set.ts';
import { grouped } from './domain/share.ts';

export function shareModal(
  options: { set: string; index: number; n: number; k: number },
  share: string,
  t: Translate,
): View {
  return modal({
    id: 'keys.shown',
    closesAll: true,
    title: t('keys.shareTitle'),
    close: t('keys.written'),
    blocks: [
      section(t('keys.shareIntro', { ...options, set: escape(options.set) })),
      section(mrkdwn`\`\`\`${escape(grouped(share))}\`\`\``),
      section(t('keys.shareAfter')),
    ],
  });
}

/** Secrets may be longer than one section can be. */
const PIECE = 2900;
export const MAX_SECRET = 3000;

export function secretModal(name: string, secret: string, t: Translate): View {
  const shown = escape(secret.replaceAll('`', 'ˋ'));
  const pieces: KnownBlock[] = [];
  for (let at = 0; at < shown.length; ) {
    const rest = sliceMrkdwn(shown, at);
    const end = cutBeforeMarkup(rest, PIECE) || PIECE;
    pieces.push(section(mrkdwn`\`\`\`${sliceMrkdwn(rest, 0, end)}\`\`\``));
    at += end;
  }
  return modal({
    id: 'keys.shown',
    closesAll: true,
    title: t('keys.secretTitle'),
    close: t('keys.close'),
    blocks: [section(t('keys.secretIntro', { secret: code(name) })), ...pieces],
  });
}

const shareInput = (t: Translate): KnownBlock =>
  textInput('share', t('keys.shareLabel'), { action: 'share', placeholder: 'CBS1 …' });

export const confirmModal = (set: string, setId: string, index: number, t: Translate): View =>
  modal({
    id: 'keys.confirm',
    closesAll: true,
    meta: JSON.stringify({ set, setId }),
    title: t('keys.confirmTitle'),
    submit: t('keys.confirm'),
    close: t('keys.cancel'),
    blocks: [section(t('keys.confirmIntro', { set: code(set), index })), shareInput(t)],
  });

/** What exactly will happen, and the digest that says so in four groups. */
export const whatHappens = (ceremony: Ceremony, t: Translate): Mrkdwn => {
  const drill = isDrill(ceremony.set) ? mrkdwn`*${t('keys.drill')}* ` : mrkdwn``;
  return mrkdwn`${drill}*${escape(ceremony.code)}: ${t(`keys.will.${ceremony.purpose}`, { target: code(ceremony.target), set: code(ceremony.set) })}*`;
};

/** Why it is asked for. Of a rotation that is who holds the key from then on, in the reader's language. */
export const reasonText = ({ plan, reason }: Ceremony, t: Translate): Mrkdwn =>
  plan
    ? t('keys.rotateReason', { k: plan.k, holders: mentionIds(plan.holders.map(({ person }) => person)) })
    : escape(reason);

export const submitModal = (ceremony: Ceremony, says: string | undefined, t: Translate): View =>
  modal({
    id: 'keys.submit',
    closesAll: true,
    meta: JSON.stringify({ code: ceremony.code, digest: ceremony.digest }),
    title: t('keys.submitTitle'),
    submit: t('keys.submit'),
    close: t('keys.cancel'),
    blocks: [
      section(whatHappens(ceremony, t)),
      ...(says ? [section(escape(says))] : []),
      section(
        t('keys.submitIntro', {
          by: mentionId(ceremony.by),
          reason: reasonText(ceremony, t),
          need: ceremony.need,
          set: code(ceremony.set),
          digest: escape(shownDigest(ceremony.digest)),
        }),
      ),
      shareInput(t),
    ],
  });

export const sealModal = (secret: string, set: string, t: Translate): View =>
  modal({
    id: 'keys.seal',
    closesAll: true,
    meta: JSON.stringify({ secret, set }),
    title: t('keys.sealTitle'),
    submit: t('keys.sealSubmit'),
    close: t('keys.cancel'),
    blocks: [
      section(t('keys.sealIntro', { secret: code(secret), set: code(set) })),
      textInput('plain', t('keys.sealLabel'), { action: 'plain', multiline: true, max: MAX_SECRET }),
    ],
  });
