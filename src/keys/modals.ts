/** The modals of the keys. A share or secret is shown in one, and typed into one, and is nowhere else. */

import type { KnownBlock, View } from '@slack/types';
import type { Translate } from '../i18n/index.ts';
import { plainText, section } from '../slack/blocks.ts';
import { code, escape, type Mrkdwn, mentionId, mrkdwn } from '../slack/mrkdwn.ts';
import { type Ceremony, shownDigest } from './domain/ceremony.ts';
import { isDrill } from './domain/set.ts';
import { grouped } from './domain/share.ts';

export function shareModal(
  options: { set: string; index: number; n: number; k: number },
  share: string,
  t: Translate,
): View {
  return {
    type: 'modal',
    callback_id: 'keys.shown',
    clear_on_close: true,
    title: plainText(t('keys.shareTitle')),
    close: plainText(t('keys.written')),
    blocks: [
      section(t('keys.shareIntro', { ...options, set: escape(options.set) })),
      section(mrkdwn`\`\`\`${escape(grouped(share))}\`\`\``),
      section(t('keys.shareAfter')),
    ],
  };
}

/** Secrets may be longer than one section can be. */
const PIECE = 2900;
export const MAX_SECRET = 3000;

export function secretModal(name: string, secret: string, t: Translate): View {
  const shown = escape(secret).replaceAll('`', 'ˋ');
  const pieces: KnownBlock[] = [];
  for (let at = 0; at < shown.length; at += PIECE)
    pieces.push(section(mrkdwn`\`\`\`${escape(shown.slice(at, at + PIECE))}\`\`\``));
  return {
    type: 'modal',
    callback_id: 'keys.shown',
    clear_on_close: true,
    title: plainText(t('keys.secretTitle')),
    close: plainText(t('keys.close')),
    blocks: [section(t('keys.secretIntro', { secret: code(name) })), ...pieces],
  };
}

const shareInput = (t: Translate): KnownBlock => ({
  type: 'input',
  block_id: 'share',
  label: plainText(t('keys.shareLabel')),
  element: { type: 'plain_text_input', action_id: 'share', placeholder: plainText('CBS1 …') },
});

export const confirmModal = (set: string, setId: string, index: number, t: Translate): View => ({
  type: 'modal',
  callback_id: 'keys.confirm',
  clear_on_close: true,
  private_metadata: JSON.stringify({ set, setId }),
  title: plainText(t('keys.confirmTitle')),
  submit: plainText(t('keys.confirm')),
  close: plainText(t('keys.cancel')),
  blocks: [section(t('keys.confirmIntro', { set: code(set), index })), shareInput(t)],
});

/** What exactly will happen, and the digest that says so in four groups. */
export const whatHappens = (ceremony: Ceremony, t: Translate): Mrkdwn => {
  const drill = isDrill(ceremony.set) ? mrkdwn`*${t('keys.drill')}* ` : mrkdwn``;
  return mrkdwn`${drill}*${escape(ceremony.code)}: ${t(`keys.will.${ceremony.purpose}`, { target: code(ceremony.target), set: code(ceremony.set) })}*`;
};

export const submitModal = (ceremony: Ceremony, says: string | undefined, t: Translate): View => ({
  type: 'modal',
  callback_id: 'keys.submit',
  clear_on_close: true,
  private_metadata: JSON.stringify({ code: ceremony.code, digest: ceremony.digest }),
  title: plainText(t('keys.submitTitle')),
  submit: plainText(t('keys.submit')),
  close: plainText(t('keys.cancel')),
  blocks: [
    section(whatHappens(ceremony, t)),
    ...(says ? [section(escape(says))] : []),
    section(
      t('keys.submitIntro', {
        by: mentionId(ceremony.by),
        reason: escape(ceremony.reason),
        need: ceremony.need,
        digest: escape(shownDigest(ceremony.digest)),
      }),
    ),
    shareInput(t),
  ],
});

export const sealModal = (secret: string, set: string, t: Translate): View => ({
  type: 'modal',
  callback_id: 'keys.seal',
  clear_on_close: true,
  private_metadata: JSON.stringify({ secret, set }),
  title: plainText(t('keys.sealTitle')),
  submit: plainText(t('keys.sealSubmit')),
  close: plainText(t('keys.cancel')),
  blocks: [
    section(t('keys.sealIntro', { secret: code(secret), set: code(set) })),
    {
      type: 'input',
      block_id: 'plain',
      label: plainText(t('keys.sealLabel')),
      element: { type: 'plain_text_input', action_id: 'plain', multiline: true, max_length: MAX_SECRET },
    },
  ],
});
