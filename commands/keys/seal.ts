/** `seal SECRET in NAME`: the secret is typed into a window, and sealed once enough holders have submitted. */

import { z } from 'zod';
import type { Modal, Verb } from '../../src/core/command.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { parsePressed } from '../../src/core/pressed.ts';
import { text as bytesOf, wipe } from '../../src/keys/domain/bytes.ts';
import { type CurrentSet, type KeySet, secretDocument } from '../../src/keys/domain/set.ts';
import { setNamed, typedName } from '../../src/keys/find.ts';
import { MAX_SECRET, sealModal } from '../../src/keys/modals.ts';
import { begin, opened } from '../../src/keys/start-ceremony.ts';
import { escape } from '../../src/slack/mrkdwn.ts';

export const seal: Verb = {
  usage: { 'seal SECRET in NAME': 'keys.usage.seal' },
  async run(call, deps) {
    const [, typed, name] = /^(\S+)\s+(?:in|en)\s+(\S+)$/i.exec(call.text) ?? [];
    if (typed === undefined || name === undefined) throw new UserError('keys.sealUsage');
    const secret = typedName(typed);
    const set = await setNamed(name, deps);
    await sealable(secret, set.value, deps);
    return { modal: sealModal(secret, set.value.name, call.t) };
  },
};

async function sealable(secret: string, set: KeySet, { store }: Deps): Promise<CurrentSet> {
  if (!set.current) throw new UserError('keys.setNotReady', { set: escape(set.name) });
  if (set.next) throw new UserError('keys.rotating', { set: escape(set.name) });
  const before = await store.get(secretDocument, secret);
  if (before && before.value.set !== set.name)
    throw new UserError('keys.sealedElsewhere', { set: escape(before.value.set) });
  return set.current;
}

const SealMeta = z.object({ secret: z.string(), set: z.string() });

export const sealed: Modal = {
  secret: true,
  async run(submission, deps) {
    const { secret, set: name } = parsePressed(SealMeta, submission.meta);
    const value = String(submission.values['plain']?.['plain'] ?? '');
    if (value === '') return { errors: { plain: submission.t('keys.sealEmpty') } };
    if (value.length > MAX_SECRET) return { errors: { plain: submission.t('keys.sealLong') } };
    const set = await setNamed(name, deps);
    const current = await sealable(secret, set.value, deps);
    const plain = bytesOf(value);
    const reason = submission.t('keys.sealReason', { secret });
    const ceremony = await begin(
      submission,
      set.value,
      current,
      { purpose: 'seal', target: secret, reason, plain },
      deps,
    );
    wipe(plain);
    return opened(ceremony, submission);
  },
};
