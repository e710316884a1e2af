/**
 * A phone's browser that takes push messages, without the push service that Chromium has built in: its `PushManager`
 * subscribes at the sandbox's own service, and what that took and decrypted is handed to the real service worker over
 * the DevTools protocol, as Chromium's own service would. No click on a notification can be made in a headless
 * Chromium: `click` dispatches `notificationclick` within the worker, on the notification that it really shows.
 */
import type { BrowserContext, CDPSession, Page, Worker } from 'playwright-core';
import { until } from './story/until.ts';

/** In the page: subscriptions of the sandbox's push service, kept as a browser keeps them. */
export const PEER_PUSH_MANAGER = `(() => {
  const KEEP = 'sandbox-push-subscription';
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (one) => one.charCodeAt(0)).buffer;
  const asSubscription = ({ json, key }) => ({
    endpoint: json.endpoint, options: { userVisibleOnly: true, applicationServerKey: bytes(key) }, toJSON: () => json,
    unsubscribe: async () => { localStorage.removeItem(KEEP); return true; },
  });
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    const key = btoa(String.fromCharCode(...new Uint8Array(applicationServerKey))).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=+$/, '');
    const json = await (await fetch('/sandbox/push/subscribe', { method: 'POST', body: JSON.stringify({ key }) })).json();
    localStorage.setItem(KEEP, JSON.stringify({ json, key }));
    return asSubscription({ json, key });
  };
  PushManager.prototype.getSubscription = async () => {
    const kept = localStorage.getItem(KEEP);
    return kept ? asSubscription(JSON.parse(kept)) : null;
  };
})()`;

/** In the worker: what has been displayed, by its tag. */
const NOTE_SHOWN = `if (!self.shownNotices) {
  self.shownNotices = {};
  const show = self.registration.showNotification.bind(self.registration);
  self.registration.showNotification = async (title, options) => {
    await show(title, options);
    self.shownNotices[options.tag] = title + ' ' + (options.body || '');
  };
}`;

interface PeerNotice {
  readonly id: string;
  readonly to: string;
  readonly via: string;
  readonly tag: string;
  readonly title: string;
  readonly body: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ShownNotice {
  readonly title: string;
  readonly body: string;
  readonly silent: boolean;
  readonly requireInteraction: boolean;
  readonly actions: readonly { readonly action: string; readonly title: string }[];
}

export class PushBrowser {
  readonly #context: BrowserContext;
  readonly #origin: string;
  readonly #session: CDPSession;
  readonly #registrations = new Map<string, string>();
  readonly #delivered = new Set<string>();

  private constructor(context: BrowserContext, origin: string, session: CDPSession) {
    this.#context = context;
    this.#origin = origin;
    this.#session = session;
  }

  /** @param page - Any page of the browser that stays open: the person's own may be closed. */
  static async attach(context: BrowserContext, page: Page, origin: string): Promise<PushBrowser> {
    const session = await context.newCDPSession(page);
    const browser = new PushBrowser(context, origin, session);
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      for (const { registrationId, scopeURL, isDeleted } of registrations)
        if (!isDeleted) browser.#registrations.set(scopeURL, registrationId);
    });
    await session.send('ServiceWorker.enable');
    return browser;
  }

  async #messages(): Promise<PeerNotice[]> {
    const answer = await fetch(`${this.#origin}/sandbox/push/messages.json`);
    return (await answer.json()) as PeerNotice[];
  }

  /** The next message with these words that the push service took, once it has been handed to the worker. */
  async deliver(words: string): Promise<PeerNotice> {
    const registrationId = await until('the service worker to be registered', () =>
      this.#registrations.get(`${this.#origin}/push/`),
    );
    const message = await until(`a push message with ${words}`, async () =>
      (await this.#messages()).find(
        ({ id, via, title, body }) =>
          via === 'push' && !this.#delivered.has(id) && `${title} ${body}`.includes(words),
      ),
    );
    this.#delivered.add(message.id);
    await this.worker();
    await this.#session.send('ServiceWorker.deliverPushMessage', {
      ...{ origin: this.#origin, registrationId, data: message.text },
    });
    return message;
  }

  async worker(): Promise<Worker> {
    const worker = await until('the service worker to run', () =>
      this.#context
        .serviceWorkers()
        .findLast((one) => one.url().startsWith(`${this.#origin}/push/worker.js`)),
    );
    await worker.evaluate(NOTE_SHOWN);
    return worker;
  }

  /** What the browser shows under a tag, once it has these words. */
  async shown(tag: string, words: string): Promise<ShownNotice> {
    return await until(`a notification ${tag} with ${words}`, async () => {
      const worker = await this.worker();
      // Chromium forgets a notification that is read between its being written down and its being displayed: so the
      // real ones are read only once this one is displayed.
      const said = await worker.evaluate<string | undefined>(`self.shownNotices[${JSON.stringify(tag)}]`);
      if (said === undefined || !said.includes(words)) return undefined;
      const [one] = await worker.evaluate<ShownNotice[], string>(async (wanted) => {
        const scope = globalThis as unknown as {
          registration: { getNotifications(filter: { tag: string }): Promise<ShownNotice[]> };
        };
        const found = await scope.registration.getNotifications({ tag: wanted });
        return found.map(({ title, body, silent, requireInteraction, actions }) => ({
          ...{ title, body, silent, requireInteraction },
          actions: actions.map((one) => ({ action: one.action, title: one.title })),
        }));
      }, tag);
      return one && `${one.title} ${one.body}`.includes(words) ? one : undefined;
    });
  }

  /** A press on a notification, or on one of its buttons. What it does goes on after the call. */
  async click(tag: string, action = ''): Promise<void> {
    await (await this.worker()).evaluate<void, [string, string]>(
      async ([wanted, pressed]) => {
        const scope = globalThis as unknown as {
          registration: { getNotifications(filter: { tag: string }): Promise<unknown[]> };
          NotificationEvent: new (name: string, init: object) => Event;
          dispatchEvent(event: Event): boolean;
        };
        const [notification] = await scope.registration.getNotifications({ tag: wanted });
        // The worker's `waitUntil` is refused on an event that no user made; what it was to wait for has begun.
        scope.dispatchEvent(
          new scope.NotificationEvent('notificationclick', { notification, action: pressed }),
        );
      },
      [tag, action],
    );
  }

  /** Whether the worker finds a connection from now on. */
  async online(isOnline: boolean): Promise<void> {
    await (await this.worker()).evaluate<void, boolean>((on) => {
      const scope = globalThis as unknown as { fetch: unknown; realFetch?: unknown };
      scope.realFetch ??= scope.fetch;
      scope.fetch = on ? scope.realFetch : () => Promise.reject(new TypeError('Failed to fetch'));
    }, isOnline);
  }
}
