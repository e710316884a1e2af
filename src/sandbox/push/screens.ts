/** What is on the screens of the sandbox's phones: notices with their buttons, and what a thumb does with them. */

import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Store } from '../../core/ports/store.ts';
import { PUSH_KEYS_ID, pushKeysDocument } from '../../page/domain/push-keys.ts';
import { linkPush, pushLinkDocument } from '../../page/domain/push-link.ts';
import { PushMessage } from '../../page/domain/push-message.ts';
import type { SandboxClock } from '../clock.ts';
import { NotPossible } from '../phones/phones.ts';
import { people } from '../workspace.ts';
import { asJson, subscribe } from './service.ts';
import type { Notice, PushState, Subscription } from './state.ts';

export interface ScreensOptions {
  readonly state: PushState;
  readonly origin: string;
  readonly clock: SandboxClock;
  store(): Store | undefined;
}

const Published = z.object({
  actions: z.array(z.object({ url: z.string(), body: z.string() })).exactOptional(),
});

export class Screens {
  readonly #options: ScreensOptions;
  constructor(options: ScreensOptions) {
    this.#options = options;
  }

  get state(): PushState {
    return this.#options.state;
  }

  /** What is on the screen of this phone, oldest first. A browser's own messages are its own. */
  of(person: string): Notice[] {
    const phones = new Set(this.state.subscriptions.flatMap(({ id, number }) => (number ? [id] : [])));
    return this.state.notices.filter(
      (one) => one.person === person && (one.via === 'ntfy' || phones.has(one.to)),
    );
  }

  /** The phone's browser allows push messages, as its owner would on their own page. */
  async give(number: string): Promise<void> {
    const store = this.#options.store();
    const person = people.find(({ phone }) => phone === number);
    if (!store || !person) throw new NotPossible('That phone belongs to nobody of the workspace.');
    const keys = await store.get(pushKeysDocument, PUSH_KEYS_ID);
    if (!keys) throw new NotPossible('This bot has no keys for push messages.');
    const known = await store.get(pushLinkDocument, person.id);
    const token = known?.value.token ?? randomBytes(32).toString('base64url');
    if (!known) await store.commit(linkPush(undefined, person.id, token, this.#options.clock.now()));
    const { origin } = this.#options;
    const key = keys.value.publicKey;
    const { endpoint, keys: own } = asJson(await subscribe(this.state, key, number), origin);
    const answer = await this.#post(`/push/me/${token}/do`, {
      ...{ do: 'subscribe', name: 'Phone of the sandbox', endpoint, keys: own, key },
    });
    if (!answer.ok) throw new NotPossible(String(answer.said['problem'] ?? 'The bot refuses this phone.'));
  }

  /** It lies on the table: what comes is shown, and says so. */
  async shown({ text }: Notice, { number }: Subscription): Promise<void> {
    const message = PushMessage.parse(JSON.parse(text));
    if (number === undefined || message.kind === 'over') return;
    const { n, p, d, t } = message;
    await this.#post('/push/answer', { verb: 'shown', n, p, d, t });
  }

  /** A press on a notice's button. */
  async press(person: string, id: string, action: string): Promise<void> {
    const notice = this.of(person).find((one) => one.id === id);
    if (!notice) throw new NotPossible('There is no such notice on this phone.');
    if (notice.replaced) throw new NotPossible('Another notice has taken its place.');
    const answer =
      notice.via === 'push' ? await this.#pressPush(notice, action) : await this.#pressNtfy(notice, action);
    await this.state.put({
      ...notice,
      answered: String(answer.said['words'] ?? answer.said['status'] ?? ''),
    });
  }

  async #pressPush({ text }: Notice, verb: string) {
    const { n, p, d, t } = PushMessage.parse(JSON.parse(text));
    return await this.#post('/push/answer', { verb, n, p, d, t });
  }

  async #pressNtfy({ text }: Notice, action: string) {
    const pressed = Published.parse(JSON.parse(text)).actions?.[Number(action)];
    if (!pressed) throw new NotPossible('There is no such button.');
    return await this.#post(new URL(pressed.url).pathname, pressed.body);
  }

  async #post(path: string, body: object | string): Promise<{ ok: boolean; said: Record<string, unknown> }> {
    const response = await fetch(`${this.#options.origin}${path}`, {
      method: 'POST',
      ...(typeof body === 'object' && { headers: { 'content-type': 'application/json' } }),
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const said: unknown = await response.json().catch(() => ({ status: response.status }));
    return { ok: response.ok, said: said as Record<string, unknown> };
  }
}
