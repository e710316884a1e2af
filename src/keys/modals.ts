/** The modals of the keys. A share or secret is shown in one, and typed into one, and is nowhere else. */
import type { KnownBlock, View } from '@slack/types';
import type { Translate } from '../i18n/index.ts';
import { code, escape } from '../slack/mrkdwn.ts';
import { type Ceremony, shownDigest } from './domain/ceremony.ts';
import { isDrill } from './domain/set.ts';
import { grouped } from './domain/share.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const section = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } });

export function shareModal(
  options: { set: string; index: number; n: number; k: number },
  share: string,
  t: Translate,
): View {
  return {
    type: 'modal',
    callback_id: 'keys.shown',
    clear_on_close: true,
    title: plain(t('keys.shareTitle')),
    close: plain(t('keys.written')),
    blocks: [
      section(t('keys.shareIntro', { ...options, set: escape(options.set) })),
      section(`\`\`\`${grouped(share)}\`\`\``),
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
    pieces.push(section(`\`\`\`${shown.slice(at, at + PIECE)}\`\`\``));
  return {
    type: 'modal',
    callback_id: 'keys.shown',
    clear_on_close: true,
    title: plain(t('keys.secretTitle')),
    close: plain(t('keys.close')),
    blocks: [section(t('keys.secretIntro', { secret: code(name) })), ...pieces],
  };
}

const shareInput = (t: Translate): KnownBlock => ({
  type: 'input',
  block_id: 'share',
  label: plain(t('keys.shareLabel')),
  element: { type: 'plain_text_input', action_id: 'share', placeholder: plain('CBS1 …') },
});

export const confirmModal = (set: string, setId: string, index: number, t: Translate): View => ({
  type: 'modal',
  callback_id: 'keys.confirm',
  clear_on_close: true,
  private_metadata: JSON.stringify({ set, setId }),
  title: plain(t('keys.confirmTitle')),
  submit: plain(t('keys.confirm')),
  close: plain(t('keys.cancel')),
  blocks: [section(t('keys.confirmIntro', { set: code(set), index })), shareInput(t)],
});

/** What exactly will happen, and the digest that says so in four groups. */
export const whatHappens = (ceremony: Ceremony, t: Translate): string => {
  const drill = isDrill(ceremony.set) ? `*${t('keys.drill')}* ` : '';
  return `${drill}*${ceremony.code}: ${t(`keys.will.${ceremony.purpose}`, { target: code(ceremony.target), set: code(ceremony.set) })}*`;
};

export const submitModal = (ceremony: Ceremony, says: string | undefined, t: Translate): View => ({
  type: 'modal',
  callback_id: 'keys.submit',
  clear_on_close: true,
  private_metadata: JSON.stringify({ code: ceremony.code, digest: ceremony.digest }),
  title: plain(t('keys.submitTitle')),
  submit: plain(t('keys.submit')),
  close: plain(t('keys.cancel')),
  blocks: [
    section(whatHappens(ceremony, t)),
    ...(says ? [section(escape(says))] : []),
    section(
      t('keys.submitIntro', {
        by: `<@${ceremony.by}>`,
        reason: escape(ceremony.reason),
        need: ceremony.need,
        digest: shownDigest(ceremony.digest),
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
  title: plain(t('keys.sealTitle')),
  submit: plain(t('keys.sealSubmit')),
  close: plain(t('keys.cancel')),
  blocks: [
    section(t('keys.sealIntro', { secret: code(secret), set: code(set) })),
    {
      type: 'input',
      block_id: 'plain',
      label: plain(t('keys.sealLabel')),
      element: { type: 'plain_text_input', action_id: 'plain', multiline: true, max_length: MAX_SECRET },
    },
  ],
});
