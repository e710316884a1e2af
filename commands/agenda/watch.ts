/** `watch`: following a live feed. */

import { diffState } from '../../src/agenda/domain/diff.ts';
import { keepPreview, previewDocument, WATCH_PREVIEW } from '../../src/agenda/domain/preview.ts';
import { LEAST_SECONDS, WATCH_ID, watchDocument, watchOff, watchOn } from '../../src/agenda/domain/watch.ts';
import { feedHash } from '../../src/agenda/feed-hash.ts';
import { loadAgenda } from '../../src/agenda/load.ts';
import { readFile } from '../../src/agenda/read-file.ts';
import type { Verb } from '../../src/core/command.ts';
import { mergeChanges } from '../../src/core/commit.ts';
import { UserError } from '../../src/core/errors.ts';
import { withOptimisticRetry } from '../../src/core/optimistic-retry.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { dayAndClock, duration } from '../../src/i18n/time.ts';
import { section } from '../../src/slack/blocks.ts';
import { escape, joined, mrkdwn } from '../../src/slack/mrkdwn.ts';
import { typedDuration } from '../../src/slack/typed-time.ts';
import { showImport } from './import-preview.ts';

const USUAL = '10m';
const MAX_SECONDS = 86_400;

export const watchVerb: Verb = {
  usage: { 'watch URL [every 10m] [ZONE]': 'agenda.usage.watch', 'watch off': 'agenda.usage.watchOff' },
  async run(call, deps) {
    const by = { by: call.person.id, now: call.now };
    if (call.text === '') {
      const found = await deps.store.get(watchDocument, WATCH_ID);
      if (!found) return { text: call.t('agenda.notWatching') };
      const { url, everySeconds, lastGood, failures, held } = found.value;
      const since = lastGood === undefined ? mrkdwn`—` : dayAndClock(lastGood, call.zone, call.locale);
      const params = { host: escape(new URL(url).host), every: duration(everySeconds), time: since };
      const said = [
        call.t('agenda.watching', params),
        ...(failures > 0 ? [call.t('agenda.watchFails', { count: failures })] : []),
        ...(held ? [call.t('agenda.watchHolds')] : []),
      ];
      return { text: joined(said, '\n') };
    }
    if (call.text.toLowerCase() === 'off')
      return await withOptimisticRetry(deps.store, async () => {
        const old = await deps.store.get(watchDocument, WATCH_ID);
        if (!old) return { result: { text: call.t('agenda.notWatching') } };
        return { change: watchOff(by, old), result: { text: call.t('agenda.watchOff') } };
      });
    const [, typed = '', every = USUAL, zone] =
      /^(\S+)(?:\s+(?:every|cada)\s+(\d\S*(?:\s?min)?))?(?:\s+(\S+))?$/i.exec(call.text) ?? [];
    if (typed === '') throw new UserError('agenda.watchUsage');
    const url = /^<([^|>]+)(?:\|[^>]*)?>$/.exec(typed)?.[1] ?? typed;
    const everySeconds = Math.round(typedDuration(every).total('seconds'));
    if (everySeconds < LEAST_SECONDS || everySeconds > MAX_SECONDS)
      throw new UserError('agenda.watchLength', { least: duration(LEAST_SECONDS) });
    // Asked once before it is followed, so that a wrong address is told now and not in the night.
    await call.progress({ text: call.t('agenda.fetching') });
    const { body } = await deps.fetch(url);
    const parsed = await readFile(body, zone === undefined ? {} : { zone });
    if (parsed.needsZone || parsed.needsDate || parsed.needsColumns || parsed.needsOrder)
      throw new UserError('agenda.watchNeeds');
    return await withOptimisticRetry<Message>(deps.store, async () => {
      const [old, waiting, state] = await Promise.all([
        deps.store.get(watchDocument, WATCH_ID),
        deps.store.get(previewDocument, WATCH_PREVIEW),
        loadAgenda(deps),
      ]);
      const watch = { url, everySeconds, ...(zone !== undefined && { zone }) };
      const said = call.t('agenda.watchOn', {
        host: escape(new URL(url).host),
        every: duration(everySeconds),
      });
      const diff = diffState(state, parsed, { now: call.now });
      if (diff.compared.length === 0) return { change: watchOn(by, old, watch), result: { text: said } };
      // What it says now is a preview, like any import; the polls wait until somebody has applied it.
      const nonce = deps.newId();
      const unseen = { held: { hash: feedHash(parsed), seen: 1, nonce }, unseen: true } as const;
      const what = { kind: 'import', parsed, url, takeSource: [] } as const;
      const kept = keepPreview({ owner: WATCH_PREVIEW, by: call.person.id, now: call.now }, waiting, {
        nonce,
        version: state.version,
        what: { ...what, takeSource: [] },
      });
      const shown = showImport(nonce, { ...what, takeSource: [] }, state, call);
      const head = mrkdwn`${said}\n${call.t('agenda.watchFirst')}`;
      return {
        change: mergeChanges(watchOn(by, old, { ...watch, ...unseen }), kept),
        result: { text: mrkdwn`${head}\n${shown.text}`, blocks: [section(head), ...(shown.blocks ?? [])] },
      };
    });
  },
};
