/** Asks the followed feed, applies what is ordinary, holds what is not, and asks again later. */
import type { Temporal } from 'temporal-polyfill';
import type { AgendaState } from '../../src/agenda/domain/agenda.ts';
import { nextChange } from '../../src/agenda/domain/change.ts';
import { type AgendaDiff, diffState } from '../../src/agenda/domain/diff.ts';
import { held, mayBelieve, nearCancellations } from '../../src/agenda/domain/held.ts';
import { applyImport } from '../../src/agenda/domain/import.ts';
import { pollFeed, tellHeld } from '../../src/agenda/domain/jobs.ts';
import type { ParsedAgenda } from '../../src/agenda/domain/parsed.ts';
import { dropPreview, keepPreview, previewDocument, WATCH_PREVIEW } from '../../src/agenda/domain/preview.ts';
import { optionsOf } from '../../src/agenda/domain/told.ts';
import {
  good,
  hold,
  polled,
  release,
  TELL_AFTER_FAILURES,
  WATCH_ID,
  type Watch,
  watchDocument,
} from '../../src/agenda/domain/watch.ts';
import { feedHash } from '../../src/agenda/feed-hash.ts';
import { fetchPages } from '../../src/agenda/fetch-pages.ts';
import { liveSessions, loadAgenda } from '../../src/agenda/load.ts';
import { readFile } from '../../src/agenda/read-file.ts';
import { tellOrganizers } from '../../src/callboard/domain/jobs.ts';
import { type Change, mergeChanges, scheduleJob, type Versioned } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { UserError } from '../../src/core/errors.ts';
import { job } from '../../src/core/job.ts';
import type { Key } from '../../src/i18n/index.ts';

const BY = 'watch';

const hostOf = (watch: Watch): string => new URL(watch.url).host;

const tell = (deps: Deps, id: string, key: Key, params: Record<string, string | number>): Change => ({
  jobs: [scheduleJob(tellOrganizers, deps.clock.now(), { key, params }, `tell:${id}`)],
});

function failed(old: Versioned<Watch>, error: unknown, deps: Deps): Change {
  const now = deps.clock.now();
  const watch = { ...old.value, failures: old.value.failures + 1 };
  const code = error instanceof UserError ? error.key : error instanceof Error ? error.name : 'unknown';
  const change = polled({ by: BY, now }, old, watch, 'failing', code);
  if (watch.failures !== TELL_AFTER_FAILURES) return change;
  const params = { host: hostOf(watch), count: watch.failures, code };
  return mergeChanges(change, tell(deps, `watch-failing:${watch.since}`, 'agenda.watchFailing', params));
}

/** Why this content waits: a person has to see it first, or it is not to be believed. Undefined: it is ordinary. */
function whyHeld(
  watch: Watch,
  diff: AgendaDiff,
  parsed: ParsedAgenda,
  state: AgendaState,
  now: Temporal.Instant,
) {
  const reason = held(liveSessions(state), diff, now);
  if (parsed.sessions.length === 0 || reason)
    return { believable: parsed.sessions.length > 0 && reason !== undefined && mayBelieve(reason) };
  const unseen = watch.unseen === true && diff.compared.length > 0;
  return unseen || nearCancellations(diff, now).length > 0 ? { believable: false } : undefined;
}

/** The change without the cancellations of what is on stage or soon is: those wait for a person. */
const withoutNear = (diff: AgendaDiff, now: Temporal.Instant): AgendaDiff => {
  const near = new Set(nearCancellations(diff, now));
  return {
    ...diff,
    compared: diff.compared.filter((one) => one.kind === 'new' || !near.has(one.before.code)),
  };
};

/** What the content means for the agenda: nothing, an ordinary change, or something to hold. */
async function judge(old: Versioned<Watch>, watch: Watch, parsed: ParsedAgenda, deps: Deps): Promise<Change> {
  const now = deps.clock.now();
  const by = { by: BY, now };
  const hash = feedHash(parsed);
  const [state, waiting] = await Promise.all([
    loadAgenda(deps),
    deps.store.get(previewDocument, WATCH_PREVIEW),
  ]);
  const diff = diffState(state, parsed, { now });
  const dropped = waiting && dropPreview({ owner: WATCH_PREVIEW, by: BY, now }, waiting);
  const why = whyHeld(watch, diff, parsed, state, now);
  if (why) {
    const nonce = deps.newId();
    // A person has said no to exactly this: it stays held, however often the feed repeats it.
    const refused = watch.held?.hash === hash && !waiting;
    const { watch: holding, believed } = hold(watch, hash, nonce);
    if (!believed || refused || !why.believable) {
      const first = holding.held?.seen === 1;
      // What is ordinary beside the cancellation of what is on stage does not wait with it.
      const isOrdinary =
        watch.unseen !== true && parsed.sessions.length > 0 && !held(liveSessions(state), diff, now);
      const rest = withoutNear(diff, now);
      const change =
        isOrdinary && rest.compared.length > 0
          ? applyImport(state, rest, { parsed, url: watch.url, by: BY, now })
          : undefined;
      const version = change ? nextChange(state) : state.version;
      const what = { kind: 'import' as const, parsed, url: watch.url, takeSource: [] };
      const kept = first
        ? keepPreview({ owner: WATCH_PREVIEW, by: BY, now }, waiting, { nonce, version, what })
        : undefined;
      const told = first ? { jobs: [scheduleJob(tellHeld, now, { nonce })] } : undefined;
      return mergeChanges(change, polled(by, old, holding, 'held'), kept, told);
    }
  }
  const change = applyImport(state, diff, { parsed, url: watch.url, by: BY, now });
  const conflicts = diff.differences.filter((one) => one.conflict).map(({ session }) => session.code);
  const differs =
    conflicts.length > 0 && watch.hash !== hash
      ? tell(deps, `watch-differs:${hash}`, 'agenda.watchDiffers', {
          host: hostOf(watch),
          sessions: conflicts.slice(0, 20).join(', '),
        })
      : undefined;
  // The question still stands in the channel: whoever reads it there must know that it is answered.
  const withdrawn =
    waiting && !why && watch.held !== undefined
      ? tell(deps, `watch-whole:${watch.held.nonce}`, 'agenda.watchWhole', { host: hostOf(watch) })
      : undefined;
  const became = change ? 'applied' : old.value.failures > 0 ? 'recovered' : 'polled';
  return mergeChanges(change, dropped, polled(by, old, release(watch, hash), became), differs, withdrawn);
}

export default job({
  kind: pollFeed,
  async run({ since }, deps) {
    const old = await deps.store.get(watchDocument, WATCH_ID);
    // Switched off, or switched on anew with a job of its own.
    if (!old || old.value.since !== since) return undefined;
    const { etag, lastModified, url } = old.value;
    const now = deps.clock.now();
    try {
      const known = {
        ...(etag !== undefined && { etag }),
        ...(lastModified !== undefined && { lastModified }),
      };
      const fetched = await fetchPages(deps.fetch, url, known);
      const heard = good(old.value, now, fetched);
      if (fetched.status === 'unchanged')
        return polled({ by: BY, now }, old, { ...heard, ...known }, 'polled');
      const parsed = await readFile(fetched.body, optionsOf(old.value));
      if (parsed.needsZone || parsed.needsDate || parsed.needsColumns || parsed.needsOrder)
        throw new UserError('agenda.watchNeeds');
      return await judge(old, heard, parsed, deps);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return failed(old, error, deps);
    }
  },
  async failed({ since }, code, deps) {
    const old = await deps.store.get(watchDocument, WATCH_ID);
    return !old || old.value.since !== since ? undefined : failed(old, new Error(code), deps);
  },
});
