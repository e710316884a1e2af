/**
 * Tells whoever asked for a page who has it, that it is over, or that nobody answered: in a direct message, or
 * in a text where they have no Slack. What they did themself they know.
 */
import type { Person } from '../../src/callboard/domain/person.ts';
import { put, recordFact } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { PermanentError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import { type Language, languageOf } from '../../src/i18n/index.ts';
import { clockFrom } from '../../src/i18n/time.ts';
import { deliver } from '../../src/page/deliver.ts';
import { askerTold } from '../../src/page/domain/facts.ts';
import { tellAsker } from '../../src/page/domain/jobs.ts';
import { askerDocument, cardDocument, type Page, pageDocument } from '../../src/page/domain/page.ts';
import { loadPeople } from '../../src/page/load.ts';
import { type Names, nameOf, personText } from '../../src/page/words.ts';
import { escape, inert, joined, link, quotation, truncate } from '../../src/slack/mrkdwn.ts';

/** Of the page's own message, so that the asker knows which one it is. */
const MAX_MESSAGE = 150;
/** Seconds after which a text about it is worth nothing. */
const VALID_FOR = 3600;

export default job({
  kind: tellAsker,
  async run({ page: code }, deps, { mayHaveRunBefore }) {
    const { store, clock, directory, events } = deps;
    const [page, told] = await Promise.all([store.get(pageDocument, code), store.get(askerDocument, code)]);
    const stands = page && standing(page.value);
    if (!stands || told?.value.told === stands.key) return undefined;
    const { author } = page.value;
    const [asker, names, event] = await Promise.all([
      directory.person(author),
      loadPeople(stands.by === undefined ? [] : [stands.by], deps),
      events.settings(),
    ]);
    if (asker && stands.by !== author) {
      const words = await wordsOf(page.value, stands, asker, { names, event }, deps);
      const letter = { key: `asker:${code}:${stands.key}`, to: asker, ...words, validFor: VALID_FOR };
      await deliver(letter, mayHaveRunBefore, deps).catch((error: unknown) => {
        // Nobody is left to be told, and the page itself is in good hands or on its card in red.
        if (!(error instanceof PermanentError)) throw error;
      });
    }
    const fact = recordFact(askerTold, {
      at: clock.now(),
      by: 'callboard',
      about: [`page:${code}`],
      data: { page: code, state: stands.state },
    });
    return {
      put: [put(askerDocument, code, { page: code, told: stands.key }, told?.version)],
      facts: [fact],
    };
  },
});

interface Standing {
  /** Names this answer among all that the page will have. */
  readonly key: string;
  readonly state: 'acknowledged' | 'resolved' | 'nobody';
  readonly at: string;
  readonly by?: string;
  readonly note?: string;
}

/** What there is to tell; undefined while people are being asked. */
function standing({ state, acknowledged, resolved, gaveUpAt }: Page): Standing | undefined {
  if (state === 'resolved' && resolved)
    return { ...resolved, state, key: `resolved:${resolved.at}:${resolved.by}` };
  if (state === 'acknowledged' && acknowledged)
    return { ...acknowledged, state, key: `acknowledged:${acknowledged.at}:${acknowledged.by}` };
  return gaveUpAt === undefined ? undefined : { state: 'nobody', at: gaveUpAt, key: `nobody:${gaveUpAt}` };
}

async function wordsOf(
  page: Page,
  { state, at, by = '', note }: Standing,
  asker: Person,
  {
    names,
    event,
  }: { readonly names: Names; readonly event: Parameters<typeof languageOf>[1] & { zone: string } },
  deps: Pick<Deps, 'store' | 'chat' | 'clock'>,
) {
  const { t, locale }: Language = languageOf(asker, event);
  const time = clockFrom(at, deps.clock.now().epochMilliseconds, event.zone, locale);
  const brief = truncate(page.message, MAX_MESSAGE);
  const key = `page.asker.${state}` as const;
  const card = await deps.store.get(cardDocument, page.code);
  const url = card && (await deps.chat.permalink(card.value).catch(() => undefined));
  const said = [
    t(key, { code: escape(page.code), who: personText(by, names), time, message: inert(brief) }),
    ...(note ? [quotation(note)] : []),
    ...(url ? [link(url, t('page.asker.card'))] : []),
  ];
  return {
    message: { text: joined(said, '\n') },
    text: [
      t(key, { code: page.code, who: nameOf(by, names), time, message: brief }),
      ...(note ? [note] : []),
    ].join(' '),
  };
}
