/** What `/callboard drill` answers, and how a drill is shown in App Home. Pure. */
import type { KnownBlock } from '@slack/types';
import type { RequestContext } from '../../src/core/command.ts';
import type { Message } from '../../src/core/ports/chat.ts';
import { clockFrom, duration } from '../../src/i18n/time.ts';
import type { Drill } from '../../src/incident/domain/drill.ts';
import { deedOf, type Scenario, wordsIn } from '../../src/incident/domain/scenario.ts';
import { scenarioTitle } from '../../src/incident/drill-view.ts';
import { actions, button, context, section } from '../../src/slack/blocks.ts';
import { code, escape, joined, mrkdwn } from '../../src/slack/mrkdwn.ts';

type Reader = Pick<RequestContext, 't' | 'locale' | 'now' | 'zone'>;

/** A line and its button each; `show`, and the button, tell the rest. */
const PER_LIST = 15;

/** @param from - how many before it are passed over */
export function listView(scenarios: readonly Scenario[], from: number, { t, locale }: Reader): Message {
  const listed = scenarios.slice(from, from + PER_LIST);
  const lines = listed.map(
    (one) => mrkdwn`${code(one.name)} ${scenarioTitle(one, locale)} · ${duration(one.minutes * 60)}`,
  );
  const more = from + PER_LIST;
  const head = t('callboard.drill.head');
  return {
    text: joined([head, ...lines], '\n'),
    blocks: [
      section(head),
      ...listed.map((one, place) =>
        section(
          lines[place] ?? scenarioTitle(one, locale),
          undefined,
          button(`callboard.drill#${place}`, t('callboard.drill.choose'), one.name),
        ),
      ),
      ...(scenarios.length > more
        ? actions([button('callboard.drill-more', t('page.button.more'), String(more))])
        : []),
      context(t('callboard.drill.how')),
    ],
  };
}

/** What it is about and what will happen, before anybody is paged. */
export function askBefore(scenario: Scenario, { t, locale }: Reader): Message {
  const pages = scenario.steps.filter((step) => ['page', 'alert', 'missing'].includes(deedOf(step))).length;
  const ask = t('callboard.drill.ask', {
    title: scenarioTitle(scenario, locale),
    minutes: duration(scenario.minutes * 60),
    count: pages,
  });
  const about = escape(wordsIn(scenario.about, locale));
  return {
    text: joined([about, ask], '\n'),
    blocks: [
      section(about),
      section(ask),
      ...actions([
        button('callboard.drill-now', t('callboard.drill.now'), scenario.name, 'primary'),
        button('callboard.drill-later', t('callboard.drill.later'), scenario.name),
      ]),
    ],
  };
}

const cancelButton = (
  { code }: Drill,
  t: Reader['t'],
  key: 'callboard.drill.cancelIt' | 'callboard.drill.endIt',
) => button('callboard.drill-cancel', t(key), code, 'danger');

export function begunView(drill: Drill, incident: string, { t, locale }: Reader): Message {
  const text = t('callboard.drill.begun', {
    code: escape(drill.code),
    title: scenarioTitle(drill.scenario, locale),
    incident: escape(incident),
  });
  return { text, blocks: [section(text), ...actions([cancelButton(drill, t, 'callboard.drill.endIt')])] };
}

/** Between when it may begin, and when it will: for whoever asked alone. */
function plannedText(drill: Drill, { t, locale, now, zone }: Reader) {
  const time = (at: string) => clockFrom(at, now, zone, locale);
  return t('callboard.drill.planned', {
    code: escape(drill.code),
    title: scenarioTitle(drill.scenario, locale),
    from: time(drill.window?.from ?? drill.at),
    until: time(drill.window?.until ?? drill.at),
    at: time(drill.at),
  });
}

export function plannedView(drill: Drill, reader: Reader): Message {
  const text = plannedText(drill, reader);
  const { t } = reader;
  return { text, blocks: [section(text), ...actions([cancelButton(drill, t, 'callboard.drill.cancelIt')])] };
}

export const cancelledView = (drill: Drill, { t, locale }: Reader): Message => ({
  text: t(drill.state === 'running' ? 'callboard.drill.ended' : 'callboard.drill.unplanned', {
    code: escape(drill.code),
    title: scenarioTitle(drill.scenario, locale),
  }),
});

/** That one runs, for the crew; organizers can end it. What is planned, for whoever planned it. */
export function drillHomeBlocks(
  { running, planned }: { readonly running: Drill | undefined; readonly planned: readonly Drill[] },
  reader: Reader & { readonly mayEnd: boolean },
): KnownBlock[] {
  const { t, locale, now, zone, mayEnd } = reader;
  return [
    ...(running
      ? [
          section(
            t('callboard.drill.homeRuns', {
              title: scenarioTitle(running.scenario, locale),
              incident: escape(running.incident ?? ''),
              at: clockFrom(running.begunAt ?? running.at, now, zone, locale),
            }),
            undefined,
            ...(mayEnd ? [cancelButton(running, t, 'callboard.drill.endIt')] : []),
          ),
        ]
      : []),
    ...planned.map((one) =>
      section(plannedText(one, reader), undefined, cancelButton(one, t, 'callboard.drill.cancelIt')),
    ),
  ];
}
