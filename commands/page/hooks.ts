/**
 * Pages from machines: `POST /hooks/…`, each source with a token of its own, which is looked at before the body.
 * What can be read pages; the rest is named in the answer. Nothing that may be an alarm is refused for its form.
 */
import { tellOrganizers } from '../../src/callboard/domain/jobs.ts';
import { scheduleJob } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { Conflict } from '../../src/core/errors.ts';
import type { Route, RouteReply, RouteRequest } from '../../src/core/route.ts';
import { MAX_ALERTS, type ReadAlerts } from '../../src/formats/alerts/delivered.ts';
import { ALERT_ADDRESSES, readAlerts } from '../../src/formats/alerts/index.ts';
import { readCloudEvents } from '../../src/formats/cloud-event.ts';
import { languageOf, type Translate } from '../../src/i18n/index.ts';
import type { Alert } from '../../src/page/domain/alert.ts';
import { authenticateHook, jsonReply, turnAway } from '../../src/page/hook-token.ts';
import { oneAtATime } from '../../src/page/one-at-a-time.ts';
import { receiveAlerts } from '../../src/page/receive-alerts.ts';
import { code, escape } from '../../src/slack/mrkdwn.ts';

/** What is longer is read up to here, and people hear of it. */
const MAX_MEGABYTES = 4;
/** Most things that an answer says could not be read. */
const MAX_PROBLEMS = 20;

const hook = (name: (typeof ALERT_ADDRESSES)[number]): Route => ({
  method: 'POST',
  path: `/hooks/${name}`,
  limit: MAX_MEGABYTES * 1_000_000,
  body: 'text',
  run: take,
});

async function take(request: RouteRequest, deps: Deps): Promise<RouteReply> {
  const entrance = await authenticateHook(request, deps);
  if ('refused' in entrance) return entrance.refused;
  const { id, value } = entrance.hook;
  const events = request.isCut ? undefined : await readCloudEvents(request.headers, request.body);
  const read = readAlerts(request, events);
  const { t } = languageOf(undefined, await deps.events.settings());
  const alerts = read.alerts.map((alert) => withWords(alert, value.name, t));
  const alone = aboutSource(read, value.name, t);
  try {
    const received = await oneAtATime(deps.store, id, () => receiveAlerts(id, alerts, deps, alone));
    if ('wait' in received) return await turnAway(id, received.wait, deps);
    if (read.confirm !== undefined) await askToConfirm(read.confirm, value, deps);
    const problems = shownProblems(read.problems);
    if (alerts.length + alone.length === 0 && problems.length > 0)
      return jsonReply(400, { error: problems[0], problems });
    return jsonReply(200, {
      ...received.counts,
      pages: received.pages,
      ...(problems.length > 0 && { problems }),
    });
  } catch (error) {
    if (error instanceof Conflict)
      return jsonReply(503, { error: 'Busy: try again.' }, { 'retry-after': '2' });
    throw error;
  }
}

const withWords = (alert: Alert, name: string, t: Translate): Alert =>
  alert.message === '' ? { ...alert, message: t('page.hooks.wordless', { name }) } : alert;

/** More than is read at once: people are paged for that too, once, since alarms may be among the rest. */
function aboutSource({ tooMuch }: ReadAlerts, name: string, t: Translate): Alert[] {
  if (!tooMuch) return [];
  const message =
    tooMuch.kind === 'cut'
      ? t('page.hooks.cut', { name, megabytes: MAX_MEGABYTES })
      : t('page.hooks.many', { name, count: tooMuch.count, most: MAX_ALERTS });
  return [
    {
      fingerprint: 'callboard: more than can be read',
      firing: true,
      message,
      hasWords: true,
      critical: false,
    },
  ];
}

function shownProblems(problems: readonly string[]): string[] {
  const more = problems.length - MAX_PROBLEMS;
  return [...problems.slice(0, MAX_PROBLEMS), ...(more > 0 ? [`and ${more} more`] : [])];
}

/** We open no address that came in by a hook: a person does. */
async function askToConfirm(
  address: string,
  hook: { readonly name: string; readonly code: string },
  { store, clock }: Deps,
): Promise<void> {
  const params = { name: escape(hook.name), url: code(address) };
  const job = scheduleJob(
    tellOrganizers,
    clock.now(),
    { key: 'page.hooks.confirm', params },
    `tell:sns:${hook.code}`,
  );
  await store.commit({ jobs: [job] });
}

export const hookRoutes: readonly Route[] = ALERT_ADDRESSES.map(hook);
