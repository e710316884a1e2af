/** An agenda that an API gives page by page comes in whole, or not at all. */
import { describe, expect, it } from 'vitest';
import { fetchPages } from '../../../src/agenda/fetch-pages.ts';
import type { FetchedFile } from '../../../src/core/ports/fetch.ts';
import { parseAgenda } from '../../../src/formats/index.ts';

const talk = (code: string) => ({
  code,
  title: `Talk ${code}`,
  speakers: [{ code: 'ADA', name: 'Ada Brook' }],
  state: 'confirmed',
  slot: { room: { en: 'Main hall' }, start: '2026-10-24T10:00:00+02:00', end: '2026-10-24T10:30:00+02:00' },
});

const URL_1 = 'https://pretalx.example/api/events/harbour/submissions/';

/** Pages by their address; each remembers that it was asked for. */
function server(pages: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const fetch = async (url: string): Promise<FetchedFile> => {
    asked.push(url);
    const body = new TextEncoder().encode(JSON.stringify(pages[url] ?? 'no such page'));
    return { status: 'ok', body, contentType: 'application/json', etag: '"1"', lastModified: 'yesterday' };
  };
  return { fetch, asked };
}

const page = (next: string | null, ...codes: string[]) => ({
  count: 3,
  next,
  previous: null,
  results: codes.map(talk),
});

describe('pages', () => {
  it('are all fetched, also where the API takes itself for http, and make one agenda', async () => {
    const { fetch, asked } = server({
      [URL_1]: page('http://pretalx.example/api/events/harbour/submissions/?page=2', 'A'),
      [`${URL_1}?page=2`]: page(`${URL_1}?page=3`, 'B'),
      [`${URL_1}?page=3`]: page(null, 'C'),
    });
    const whole = await fetchPages(fetch, URL_1);
    expect(asked).toEqual([URL_1, `${URL_1}?page=2`, `${URL_1}?page=3`]);
    expect(parseAgenda(whole.body).sessions.map(({ guid }) => guid)).toEqual(['A', 'B', 'C']);
    // What the server says of the first page tells nothing of the others.
    expect(whole).not.toHaveProperty('etag');
    expect(whole).not.toHaveProperty('lastModified');
  });

  it('are refused on another host, and where they go round in circles', async () => {
    const away = server({ [URL_1]: page('https://elsewhere.example/?page=2', 'A') });
    await expect(fetchPages(away.fetch, URL_1)).rejects.toMatchObject({
      key: 'fetch.otherHost',
      params: { host: 'elsewhere.example' },
    });
    expect(away.asked).toEqual([URL_1]);
    const round = server({ [URL_1]: page(URL_1, 'A') });
    await expect(fetchPages(round.fetch, URL_1)).rejects.toMatchObject({ key: 'format.tooMany' });
  });

  it('one alone is fetched as it is, with what the server says of it', async () => {
    const { fetch } = server({ [URL_1]: page(null, 'A', 'B', 'C') });
    expect(await fetchPages(fetch, URL_1, { etag: '"0"' })).toMatchObject({ etag: '"1"' });
  });

  it('a page that was pasted is refused: what is on the others would look cancelled', () => {
    const pasted = JSON.stringify(page(`${URL_1}?page=2`, 'A'));
    expect(() => parseAgenda(Buffer.from(pasted))).toThrow('format.nearly.pages');
  });
});
