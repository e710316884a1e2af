/** `watch`: following a live feed. */

import { diffState } from '../../src/agenda/domain/diff.ts';
import { keepPreview, previewDocument, WATCH_PREVIEW } from '../../src/agenda/domain/preview.ts';
import { toldOf } from '../../src/agenda/domain/told.ts';
import { LEAST_SECONDS, WATCH_ID, watchDocument, watchOff, watchOn } from '../../src/agenda/domain/watch.ts';
import { feedHash } from '../../src/agenda/feed-hash.ts';
import { loadAgenda } from '../../src/agenda/load.ts';
import type { Button, RequestContext, Verb } from '../../src/core/command.ts';
import { mergeChanges } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { SPACED_DURATION } from '../../src/core/time.ts';
import { dayAndClock, duration } from '../../src/i18n/time.ts';
import { section } from '../../src/slack/blocks.ts';
import { escape, joined, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { typedDuration } from '../../src/slack/typed-time.ts';
import { isMissing } from './ask-view.ts';
import { ask, missingIn, type Origin, parse, showImport } from './import-preview.ts';

const USUAL = '10m';
const MAX_SECONDS = 86_400;

/** How the followed feed is: its address, when it was last read, whether it waits for somebody. */
async function watchState(
  { t, zone, locale }: Pick<RequestContext, 't' | 'zone' | 'locale'>,
  deps: Pick<Deps, 'store'>,
): Promise<Message> {
  const found = await deps.store.get(watchDocument, WATCH_ID);
  if (!found) return { text: t('agenda.notWatching') };
  const { url, everySeconds, lastGood, failures, held } = found.value;
  const since = lastGood === undefined ? mrkdwn`—` : dayAndClock(lastGood, zone, locale);
  const params = { host: escape(new URL(url).host), every: duration(everySeconds), time: since };
  const said = [
    t('agenda.watching', params),
    ...(failures > 0 ? [t('agenda.watchFails', { count: failures })] : []),
    ...(held ? [t('agenda.watchHolds')] : []),
  ];
  return { text: joined(said, '\n') };
}

export const watchButton: Button = { run: (click, deps) => watchState(click, deps) };

const FOLLOWED = new RegExp(
  `^(\\S+)(?:\\s+(?:every|cada)\\s+(${SPACED_DURATION}|\\d\\S*))?(?:\\s+(\\S+))?$`,
  'i',
);

export const watchVerb: Verb = {
  usage: { 'watch URL [every 10m] [ZONE]': 'agenda.usage.watch', 'watch off': 'agenda.usage.watchOff' },
  async run(call, deps) {
    const by = { by: call.person.id, now: call.now };
    if (call.text === '') return await watchState(call, deps);
    if (call.text.toLowerCase() === 'off')
      return await withOptimisticRetry(deps.store, async () => {
        const old = await deps.store.get(watchDocument, WATCH_ID);
        if (!old) return { result: { text: call.t('agenda.notWatching') } };
        return { change: watchOff(by, old), result: { text: call.t('agenda.watchOff') } };
      });
    const [, typed = '', every = USUAL, zone] = FOLLOWED.exec(call.text) ?? [];
    if (typed === '') throw new UserError('agenda.watchUsage');
    const url = /^<([^|>]+)(?:\|[^>]*)?>$/.exec(typed)?.[1] ?? typed;
    const everySeconds = Math.round(typedDuration(every).total('seconds'));
    if (everySeconds < LEAST_SECONDS || everySeconds > MAX_SECONDS)
      throw new UserError('agenda.watchLength', { least: duration(LEAST_SECONDS) });
    await call.progress({ text: call.t('agenda.fetching') });
    return await followFeed({ url, everySeconds, options: zone === undefined ? {} : { zone } }, call, deps);
  },
};

/**
 * Reads a feed once before it is followed, so that a wrong address is told now and not in the night, and asks for
 * what it does not tell: the answer is kept for its polls.
 */
export async function followFeed(
  { url, everySeconds, options }: Origin & { readonly url: string; readonly everySeconds: number },
  who: Omit<RequestContext, 'trigger'>,
  deps: Deps,
): Promise<Message> {
  const parsed = await parse({ url, options }, deps);
  const missing = missingIn(parsed);
  if (isMissing(missing)) return await ask({ url, options, everySeconds }, missing, who, deps);
  const by = { by: who.person.id, now: who.now };
  return await withOptimisticRetry<Message>(deps.store, async () => {
    const [old, waiting, state] = await Promise.all([
      deps.store.get(watchDocument, WATCH_ID),
      deps.store.get(previewDocument, WATCH_PREVIEW),
      loadAgenda(deps),
    ]);
    const watch = { url, everySeconds, ...toldOf(options) };
    const said = who.t('agenda.watchOn', {
      host: escape(new URL(url).host),
      every: duration(everySeconds),
    });
    const diff = diffState(state, parsed, { now: who.now });
    if (diff.compared.length === 0) return { change: watchOn(by, old, watch), result: { text: said } };
    // What it says now is a preview, like any import; the polls wait until somebody has applied it.
    const nonce = deps.newId();
    const unseen = { held: { hash: feedHash(parsed), seen: 1, nonce }, unseen: true } as const;
    const what = { kind: 'import', parsed, url, takeSource: [] } as const;
    const kept = keepPreview({ owner: WATCH_PREVIEW, by: who.person.id, now: who.now }, waiting, {
      nonce,
      version: state.version,
      what: { ...what, takeSource: [] },
    });
    const shown = showImport(nonce, { ...what, takeSource: [] }, state, who);
    const head = mrkdwn`${said}\n${who.t('agenda.watchFirst')}`;
    return {
      change: mergeChanges(watchOn(by, old, { ...watch, ...unseen }), kept),
      result: { text: mrkdwn`${head}\n${shown.text}`, blocks: [section(head), ...(shown.blocks ?? [])] },
    };
  });
}
