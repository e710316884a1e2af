/** Lets one step of a drill happen: opens its page, or records what is to be told. */

import { type Change, mergeChanges } from '../../src/core/commit.ts';
import type { Deps } from '../../src/core/deps.ts';
import { job } from '../../src/core/job.ts';
import { type Locale, translator } from '../../src/i18n/index.ts';
import { type Drill, drillDocument, playDrillStep } from '../../src/incident/domain/drill.ts';
import { isToPlay, recordOutage, recordStep } from '../../src/incident/domain/play-drill.ts';
import { type Step, wordsIn } from '../../src/incident/domain/scenario.ts';
import { drillTarget, pagingDeed } from '../../src/incident/drills.ts';
import { practiceCommand } from '../../src/incident/practice-keys.ts';
import { DRILL_ORIGIN, RUNNING, runningDrillDocument } from '../../src/page/domain/drill.ts';
import { openOrFindPage } from '../../src/page/open.ts';
import { escape, unescape } from '../../src/slack/mrkdwn.ts';

/** What a step that opens no page makes known; of keys, also what is typed to have them put together. */
async function toldBy(
  { breaks, inject, outage, keys }: Step,
  locale: Locale,
  deps: Pick<Deps, 'store' | 'guarded'>,
): Promise<string> {
  if (breaks) return `${wordsIn(breaks.device, locale)}: ${wordsIn(breaks.says, locale)}`;
  if (keys) {
    const how = translator(locale)('incident.drill.typesKeys', {
      command: escape(await practiceCommand(keys.set, deps)),
    });
    return `${wordsIn(keys.says, locale)} ${unescape(how)}`;
  }
  const said = inject ?? outage?.says;
  return said === undefined ? '' : wordsIn(said, locale);
}

/** The page of a step, and in the same commit that the step happened. */
async function openStepPage(
  drill: Drill,
  place: number,
  step: Step,
  locale: Locale,
  deps: Deps,
): Promise<void> {
  const deed = pagingDeed(step);
  if (!deed || drill.incident === undefined) return;
  const said = wordsIn(deed.says, locale);
  const text = step.alert ? `${step.alert.from}: ${said}` : said;
  const labels = step.alert?.labels;
  await openOrFindPage(
    {
      target: drillTarget(deed.to, drill.room),
      critical: false,
      message: `DRILL: ${text}`,
      author: 'callboard',
      authorName: 'Callboard',
      origin: `${DRILL_ORIGIN}${drill.code}:${place}`,
      drill: true,
      incident: drill.incident,
      ...(labels && { labels }),
    },
    deps,
    async ({ code: page }) => {
      const current = await deps.store.get(drillDocument, drill.code);
      // It ended meanwhile: this runs again, and stops there.
      if (!current || !isToPlay(current.value, place)) throw new Error('the drill has ended meanwhile');
      return recordStep(current, place, { page, text }, deps.clock.now());
    },
  );
}

async function outageBy({ outage }: Step, deps: Pick<Deps, 'store' | 'clock'>): Promise<Change | undefined> {
  const running = outage && (await deps.store.get(runningDrillDocument, RUNNING));
  return running && recordOutage(running, outage, deps.clock.now());
}

export default job({
  kind: playDrillStep,
  async run({ drill: code, step: place }, deps) {
    const drill = await deps.store.get(drillDocument, code);
    const step = drill?.value.scenario.steps[place];
    if (!drill || !step || !isToPlay(drill.value, place)) return undefined;
    const { language } = await deps.events.settings();
    if (pagingDeed(step)) {
      await openStepPage(drill.value, place, step, language, deps);
      return undefined;
    }
    const told = recordStep(drill, place, { text: await toldBy(step, language, deps) }, deps.clock.now());
    return mergeChanges(told, await outageBy(step, deps));
  },
});
