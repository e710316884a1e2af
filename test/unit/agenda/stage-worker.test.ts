/** What a tablet keeps over a reload without a network, run here: the worker beside the page, and the page's own part. */
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { KEEP_SCRIPT, RESUME_SCRIPT } from '../../../src/agenda/stage/kept-script.ts';
import { STAGE_HEADER, stageBuild, stageWorkerScript } from '../../../src/agenda/stage/worker.ts';

const ORIGIN = 'https://callboard.example.org';
const BASE = '/conf-a/stage/Main%20stage';
const PAGE = '<!doctype html><div id="page" data-base="x">the clock</div>';
const HOUR = 3_600_000;

const pageOf = (html = PAGE) =>
  new Response(html, {
    headers: { [STAGE_HEADER]: stageBuild, 'content-type': 'text/html', via: 'a proxy' },
  });
const refusal = (status: number) => new Response('no', { status });

/** A browser's caches, as far as the worker uses them; they outlive a worker, as a browser's do. */
class PeerCaches {
  readonly held = new Map<string, Map<string, Response>>();
  keys = async () => [...this.held.keys()];
  has = async (name: string) => this.held.has(name);
  delete = async (name: string) => this.held.delete(name);
  open = async (name: string) => {
    const one = this.held.get(name) ?? new Map<string, Response>();
    this.held.set(name, one);
    const full = (key: string) => new URL(key, ORIGIN).href;
    return {
      match: async (key: string) => one.get(full(key))?.clone(),
      put: async (key: string, answer: Response) => void one.set(full(key), answer),
      keys: async () => [...one.keys()].map((url) => ({ url })),
    };
  };
}

interface Navigation {
  readonly method?: string;
  readonly mode?: string;
  readonly url: string;
}

class PeerBrowser {
  readonly caches = new PeerCaches();
  readonly told: unknown[] = [];
  isRegistered = true;
  now = Date.UTC(2019, 5, 5, 8);
  network: (address: string) => Promise<Response> = async () => pageOf();
  readonly #heard = new Map<string, (event: object) => void>();

  run(script = stageWorkerScript()): void {
    this.#heard.clear();
    const self = {
      location: new URL(`${BASE}/worker.js`, ORIGIN),
      registration: { unregister: async () => (this.isRegistered = false) },
      skipWaiting: async () => {},
      clients: { claim: async () => {} },
      addEventListener: (name: string, run: (event: object) => void) => this.#heard.set(name, run),
    };
    const now = () => this.now;
    runInNewContext(script, {
      ...{ self, caches: this.caches, URL, Headers, Response, setTimeout },
      Date: { now },
      fetch: (asked: string | { readonly url: string }) =>
        this.network(typeof asked === 'string' ? new URL(asked, ORIGIN).href : asked.url),
    });
  }

  async does(name: string, more: object = {}): Promise<void> {
    const waits: Promise<unknown>[] = [];
    this.#heard.get(name)?.({ ...more, waitUntil: (one: Promise<unknown>) => waits.push(one) });
    await Promise.all(waits);
  }

  /** Undefined where the worker leaves it to the browser. */
  async goes({ method = 'GET', mode = 'navigate', url }: Navigation): Promise<Response | undefined> {
    let answer: Promise<Response> | undefined;
    const request = { method, mode, url: new URL(url, ORIGIN).href };
    await this.does('fetch', { request, respondWith: (one: Promise<Response>) => (answer = one) });
    return await answer;
  }

  async says(data: unknown): Promise<void> {
    const postMessage = (what: unknown) => this.told.push(what);
    await this.does('message', { data, source: { url: `${ORIGIN}${BASE}`, postMessage } });
  }
}

async function opened(): Promise<PeerBrowser> {
  const browser = new PeerBrowser();
  browser.run();
  await browser.does('install');
  await browser.does('activate');
  return browser;
}

const away = async (): Promise<Response> => {
  throw new TypeError('Failed to fetch');
};
const LAST = { state: { room: 'Main stage "<b>"' }, isLive: true };

describe('the worker of a tablet', () => {
  it('answers without a network with the page as it last came, and with what it last showed', async () => {
    const browser = await opened();
    await browser.says({ last: LAST });
    browser.network = away;
    const html = (await (await browser.goes({ url: BASE }))?.text()) ?? '';
    expect(html).toContain('the clock');
    expect(html).toContain(`data-kept="${browser.now}"`);
    const [, last = ''] = /data-last="([^"]*)"/.exec(html) ?? [];
    expect(last).not.toMatch(/[<>]/);
    expect(
      JSON.parse(
        last
          .replace(/&quot;/g, '"')
          .replace(/&lt;/g, '<')
          .replace(/&gt;/g, '>'),
      ),
    ).toMatchObject(LAST);
  });

  it('keeps of a page what the page needs, and nothing that was for the way', async () => {
    const browser = await opened();
    browser.network = away;
    const headers = (await browser.goes({ url: BASE }))?.headers;
    expect([headers?.get('content-type'), headers?.get('via')]).toEqual(['text/html', null]);
  });

  it.each([
    ['another room', { url: '/conf-a/stage/Main' }],
    ['a room whose name begins with this one’s', { url: `${BASE}%202` }],
    ['a link with its token', { url: `${BASE}?key=secret` }],
    ['what the page itself asks for', { url: `${BASE}/state`, mode: 'cors' }],
    ['a press', { url: BASE, method: 'POST' }],
    ['elsewhere', { url: `https://example.org${BASE}` }],
  ])('leaves %s alone', async (_, navigation: Navigation) => {
    const browser = await opened();
    expect(await browser.goes(navigation)).toBeUndefined();
    expect([...browser.caches.held.values()].flatMap((one) => [...one.keys()])).toEqual([`${ORIGIN}${BASE}`]);
  });

  it.each([401, 403, 410])(
    'throws all of it away when the server says %i, and shows that',
    async (status) => {
      const browser = await opened();
      await browser.says({ last: LAST });
      browser.network = async () => refusal(status);
      expect((await browser.goes({ url: BASE }))?.status).toBe(status);
      expect([browser.caches.held.size, browser.isRegistered]).toEqual([0, false]);
      await browser.says({ last: LAST });
      expect(browser.caches.held.size).toBe(0);
      browser.network = away;
      await expect(browser.goes({ url: BASE })).rejects.toThrow('Failed to fetch');
    },
  );

  it('tells an open page of it when that asks for a newer one', async () => {
    const browser = await opened();
    browser.network = async () => refusal(401);
    await browser.says('renew');
    expect([browser.told, browser.caches.held.size]).toEqual([['ended'], 0]);
  });

  it.each([
    ['a bot that is being started', async () => refusal(503)],
    ['no network', away],
  ])('shows what it has for %s, and does not keep that', async (_, network) => {
    const browser = await opened();
    browser.network = network;
    expect(await (await browser.goes({ url: BASE }))?.text()).toContain('the clock');
    expect(await (await browser.goes({ url: BASE }))?.text()).toContain('the clock');
  });

  it('does not take somebody else’s page for ours', async () => {
    const browser = await opened();
    browser.network = async () => new Response('<div id="page" >Log in to the hall’s network</div>');
    expect(await (await browser.goes({ url: BASE }))?.text()).toContain('Log in');
    browser.network = away;
    expect(await (await browser.goes({ url: BASE }))?.text()).toContain('the clock');
  });

  it('throws it away once the server has said nothing for so long that presses would not count', async () => {
    const browser = await opened();
    browser.network = away;
    browser.now += 11 * HOUR;
    expect((await browser.goes({ url: BASE }))?.status).toBe(200);
    // What is not from the server makes it no younger.
    await browser.says({ last: { ...LAST, isLive: true } });
    browser.now += 11 * HOUR;
    await browser.says({ last: { ...LAST, isLive: false } });
    expect((await browser.goes({ url: BASE }))?.status).toBe(200);
    browser.now += 2 * HOUR;
    await expect(browser.goes({ url: BASE })).rejects.toThrow('Failed to fetch');
    expect(browser.caches.held.size).toBe(0);
  });

  it('a newer build takes over with a page of its own, or not at all', async () => {
    const browser = await opened();
    await browser.says({ last: LAST });
    expect((await browser.goes({ url: `${BASE}?view=wall` }))?.status).toBe(200);
    const newer = stageWorkerScript().replaceAll(stageBuild, 'newer');
    browser.run(newer);
    browser.network = async () => refusal(502);
    await expect(browser.does('install')).rejects.toThrow('this is not the page');
    expect([...browser.caches.held.keys()]).toEqual([`callboard-stage:${BASE}@${stageBuild}`]);
    browser.network = async () => pageOf(PAGE.replace('the clock', 'the newer clock'));
    await browser.does('install');
    await browser.does('activate');
    expect([...browser.caches.held.keys()]).toEqual([`callboard-stage:${BASE}@newer`]);
    browser.network = away;
    for (const url of [BASE, `${BASE}?view=wall`]) {
      const html = (await (await browser.goes({ url }))?.text()) ?? '';
      expect(html).toContain('the newer clock');
      expect(html).toContain('data-last=');
    }
  });

  it('leaves the caches of others alone', async () => {
    const browser = await opened();
    const others = [
      'callboard-stage:/conf-b/stage/Main%20stage@1',
      'callboard-stage:/conf-a/stage/Main@1',
      'x',
    ];
    for (const one of others) await browser.caches.open(one);
    await browser.does('activate');
    await browser.says('forget');
    expect([...browser.caches.held.keys()]).toEqual(others);
  });
});

interface Keeper {
  all(): unknown[];
  set(list: readonly unknown[]): void;
  inMemory(): unknown[] | undefined;
}

describe('presses that wait', () => {
  const keeper = runInNewContext(`${KEEP_SCRIPT}keeper`) as (
    storage: () => { getItem(key: string): string | null; setItem(key: string, value: string): void },
    key: string,
    inMemory: unknown[] | undefined,
    changed: () => void,
  ) => Keeper;
  const [first, second] = [{ id: '1' }, { id: '2' }];

  it('are not lost where storage is full, nor once there is room again', () => {
    const held = new Map<string, string>();
    let isFull = false;
    let told = 0;
    const storage = {
      getItem: (key: string) => held.get(key) ?? null,
      setItem: (key: string, value: string) => {
        if (isFull) throw new DOMException('full', 'QuotaExceededError');
        held.set(key, value);
      },
    };
    const presses = keeper(
      () => storage,
      'k',
      undefined,
      () => told++,
    );
    presses.set([first]);
    expect([presses.inMemory(), told]).toEqual([undefined, 0]);
    isFull = true;
    presses.set([first, second]);
    expect([presses.all(), presses.inMemory(), told]).toEqual([[first, second], [first, second], 1]);
    isFull = false;
    presses.set([second]);
    expect([presses.all(), presses.inMemory(), told]).toEqual([[second], undefined, 2]);
    expect(JSON.parse(held.get('k') ?? '')).toEqual([second]);
  });

  it('are kept in memory by a browser that lets nobody store anything, and come back from there', () => {
    const refused = () => {
      throw new DOMException('no', 'SecurityError');
    };
    const presses = keeper(refused, 'k', undefined, () => {});
    expect(presses.all()).toEqual([]);
    presses.set([first]);
    expect(presses.all()).toEqual([first]);
    expect(keeper(refused, 'k', presses.inMemory(), () => {}).all()).toEqual([first]);
  });
});

describe('a page that goes on', () => {
  const resume = runInNewContext(`${RESUME_SCRIPT}resume`) as (
    state: object,
    keptAt: number,
    last: object | null,
    device: number,
  ) => { readonly now: number; readonly lost: number; readonly state: object };
  const SENT = Date.UTC(2019, 5, 5, 8);
  const state = { now: new Date(SENT).toISOString() };
  /** By a tablet whose own clock says something else altogether. */
  const DEVICE = 5_000;
  const shown = { room: 'shown' };
  const last = {
    ...{ state: shown, parts: {}, server: SENT + 60_000, device: DEVICE, rate: 1 },
    lost: SENT + 50_000,
  };

  it('counts on by what has passed on its own clock since, and knows since when it is alone', () => {
    expect(resume(state, 0, last, DEVICE + 90_000)).toMatchObject({
      ...{ now: SENT + 150_000, lost: SENT + 50_000, state: shown },
    });
    expect(resume(state, 0, { ...last, rate: 60 }, DEVICE + 1_000).now).toBe(SENT + 120_000);
  });

  it('goes by the page where nothing was shown after it', () => {
    expect(resume(state, DEVICE, null, DEVICE + 1_000)).toMatchObject({
      now: SENT + 1_000,
      lost: SENT,
      state,
    });
    expect(resume(state, DEVICE, { ...last, server: SENT - 1 }, DEVICE)).toMatchObject({ now: SENT, state });
  });

  it('stands where it was after its own clock was put back', () => {
    expect(resume(state, 0, last, DEVICE - 86_400_000).now).toBe(last.server);
  });
});
