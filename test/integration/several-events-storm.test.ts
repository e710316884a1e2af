/**
 * A storm of alerts at one event's hook is no matter of the event beside it, in the same process: pages there leave as
 * on a quiet day, each once, in order, with the same facts. `npm run bench fair` has what it costs in time.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Recorded } from '../../src/core/commit.ts';
import { pageDocument } from '../../src/page/domain/page.ts';
import { hasLocalSlack, until } from '../support/local-slack.ts';
import { hasRedis } from '../support/redis.ts';
import { ORGANIZER, startTwoEvents, type TwoEvents, VOLUNTEER } from '../support/two-events.ts';

const REQUESTS = 20;
const ALERTS = 500;
/** A hook takes no more in a minute. */
const MAX_REQUESTS = 60;
const PAGES = 5;
const LEFT = /^notification\.moved slack (?:sent|delivered)$/;

describe.skipIf(!hasRedis || !hasLocalSlack)('a storm of alerts at one of two events', () => {
  let two: TwoEvents;
  beforeAll(async () => {
    two = await startTwoEvents();
  });
  afterAll(() => two?.stop());

  async function send(request: number): Promise<number> {
    const alerts = Array.from({ length: ALERTS }, (_, n) => ({
      status: 'firing',
      labels: { alertname: `Disk${request}-${n}`, instance: `host-${n}`, severity: 'warning' },
      annotations: { summary: 'the disk is full' },
      fingerprint: `${request}-${n}`,
    }));
    const answer = await fetch(`${two.origin}/conf-a/hooks/alertmanager`, {
      method: 'POST',
      headers: { authorization: `Bearer ${two.a.hookToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ version: '4', alerts }),
    });
    return answer.status;
  }

  const kindOf = ({ name, data }: Recorded): string => {
    const { state, channel } = data as { readonly state?: string; readonly channel?: string };
    return [name, channel, state].filter(Boolean).join(' ');
  };
  /** What was stated of a page, from the first on. */
  const stated = async (code: string) => (await two.b.store.facts({ about: `page:${code}` })).map(kindOf);

  /** Pages somebody so often, each when the one before has left. @returns the pages' codes */
  async function pageInB(word: string): Promise<string[]> {
    const codes: string[] = [];
    for (let n = 1; n <= PAGES; n++) {
      const message = `${word} ${n}`;
      await two.b.slack.command(ORGANIZER, '/page', `<@${VOLUNTEER}> ${message}`);
      const page = await until(`${message} to be opened`, async () =>
        (await two.b.store.all(pageDocument)).find(({ value }) => value.message === message),
      );
      codes.push(page.id);
      await until(`${message} to have left`, async () =>
        (await stated(page.id)).some((kind) => LEFT.test(kind)) ? true : undefined,
      );
    }
    // Their cards follow, one a second, as Slack lets them.
    for (const code of codes)
      await until(`the card of ${code}`, async () =>
        (await stated(code)).some((kind) => kind.startsWith('page.card-posted')) ? true : undefined,
      );
    return codes;
  }

  it('leaves the other’s pages as they are: each once, in order, and told of in the same facts', async () => {
    const calm = await pageInB('Calm');
    let isOver = false;
    let sent = 0;
    const storm = (async () => {
      // For as long as the other pages: whether it is faster or slower than they are.
      for (; sent < MAX_REQUESTS && (sent < REQUESTS || !isOver); sent++)
        expect(await send(sent), `the delivery ${sent}`).toBe(200);
    })();
    await until('the storm to have begun', () => (sent > 0 ? true : undefined));
    const beside = await pageInB('Beside');
    isOver = true;
    await storm;
    expect(sent * ALERTS).toBeGreaterThanOrEqual(10_000);
    const stories = async (codes: readonly string[]) =>
      await Promise.all(codes.map(async (code) => (await stated(code)).sort()));
    expect(await stories(beside)).toEqual(await stories(calm));
    const all = [...calm, ...beside];
    expect(all).toEqual(Array.from({ length: 2 * PAGES }, (_, i) => `P${i + 1}`));
    expect(await two.b.store.all(pageDocument)).toHaveLength(2 * PAGES);
    const left = (await two.b.store.facts()).filter((one) => LEFT.test(kindOf(one)));
    expect(left.map(({ data }) => (data as { readonly page: string }).page)).toEqual(all);
    // And the storm is the other's alone, where it is a handful of pages.
    const ofStorm = await two.a.store.all(pageDocument);
    expect(ofStorm.length).toBeGreaterThan(0);
    expect(ofStorm.length).toBeLessThanOrEqual(6);
    expect((await two.b.store.facts()).some(({ name }) => name === 'alerts.received')).toBe(false);
  }, 180_000);
});
