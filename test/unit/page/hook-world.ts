/** A world with one token, and a way to send to it as a machine does: bytes with a content type. */
import { settingsModals } from '../../../commands/callboard/settings.ts';
import { routes } from '../../../commands/index.ts';
import { pageDocument } from '../../../src/page/domain/page.ts';
import type { World } from '../../support/fake-deps.ts';
import { jobs, pagingWorld, textOf } from './world.ts';

export interface HookWorld {
  readonly world: World;
  readonly token: string;
  send(
    address: string,
    body: unknown,
    more?: { type?: string; query?: Record<string, string>; headers?: Record<string, string> },
  ): Promise<{ status: number; answer: Record<string, unknown> }>;
  page(code?: string): Promise<import('../../../src/page/domain/page.ts').Page>;
  /** The card's text and blocks, as Slack last got them. */
  card(code?: string): Promise<string>;
}

export async function hookWorld(): Promise<HookWorld> {
  const world = await pagingWorld();
  const values = { name: { value: 'Venue' }, target: { value: 'stage-main' } };
  const made = await settingsModals['callboard.hook']?.run(
    { ...(await world.asking('UORG')), values, meta: '' },
    world.deps,
  );
  const token = /`(cb_[^`]+)`/.exec(textOf(made))?.[1] ?? '';
  return {
    world,
    token,
    async send(address, body, { type, query = {}, headers = {} } = {}) {
      const route = routes.find(({ path }) => path === address);
      if (!route) throw new Error(`no ${address}`);
      const asked = {
        params: {},
        query,
        headers: { authorization: `Bearer ${token}`, ...(type && { 'content-type': type }), ...headers },
      };
      const reply = await route.run({ ...asked, body }, world.deps);
      return { status: reply.status ?? 200, answer: JSON.parse(reply.body) };
    },
    async page(code = 'P1') {
      const found = await world.store.get(pageDocument, code);
      if (!found) throw new Error(`there is no ${code}`);
      return found.value;
    },
    async card(code = 'P1') {
      await world.advance('PT3S', jobs);
      const drawn = world.chat.sent.filter(({ text }) => text.startsWith(`${code} `)).at(-1);
      return JSON.stringify(drawn);
    },
  };
}
