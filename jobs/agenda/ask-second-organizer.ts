/** Puts a change before the organizers that needs two of them; whoever is not its first one may apply it. */
import { changeLine, countsText } from '../../src/agenda/changes-view.ts';
import type { AgendaState } from '../../src/agenda/domain/agenda.ts';
import { changeWords } from '../../src/agenda/domain/compare.ts';
import { counts, diffState } from '../../src/agenda/domain/diff.ts';
import { askSecondOrganizer } from '../../src/agenda/domain/jobs.ts';
import { type Preview, previewDocument } from '../../src/agenda/domain/preview.ts';
import { planUndo } from '../../src/agenda/domain/undo.ts';
import type { AgendaReader } from '../../src/agenda/lines.ts';
import { loadAgenda } from '../../src/agenda/load.ts';
import { planLines } from '../../src/agenda/plan-lines.ts';
import { secondQuestion } from '../../src/agenda/second-organizer.ts';
import { readPromises } from '../../src/callboard/promises/load.ts';
import type { Deps } from '../../src/core/deps.ts';
import { job } from '../../src/core/job.ts';
import { sendToOrganizers } from '../../src/core/once.ts';
import { translator } from '../../src/i18n/index.ts';
import { inert, type Mrkdwn } from '../../src/slack/mrkdwn.ts';

/** What it would do, in lines. */
async function linesOf(
  what: Preview['what'],
  state: AgendaState,
  reader: AgendaReader,
  deps: Pick<Deps, 'store' | 'clock'>,
): Promise<readonly Mrkdwn[]> {
  const { t } = reader;
  const now = deps.clock.now();
  if (what.kind === 'live') {
    const reason =
      what.reason === undefined ? [] : [t('agenda.posted.reason', { reason: inert(what.reason) })];
    return [...reason, ...planLines(what, reader)];
  }
  if (what.kind === 'import')
    return [
      countsText(counts(diffState(state, what.parsed, { now, takeSource: new Set(what.takeSource) })), t),
    ];
  if (what.kind !== 'undo') return [];
  const undo = planUndo(state, what.change, await deps.store.facts({ about: `change:${what.change}` }));
  return (undo?.steps ?? []).map(({ before, after }) =>
    changeLine(before, after, before && after ? changeWords(before, after) : ['removed'], reader),
  );
}

export default job({
  kind: askSecondOrganizer,
  async run({ promise: name, ...press }, deps, { id, mayHaveRunBefore }) {
    const preview = (await deps.store.get(previewDocument, press.owner))?.value;
    if (preview?.nonce !== press.nonce || !preview.awaitsSecond) return undefined;
    const [event, state, { figures }] = await Promise.all([
      deps.events.settings(),
      loadAgenda(deps),
      readPromises(deps),
    ]);
    const promise = figures.find((one) => one.name === name);
    if (!promise) return undefined;
    const locale = event.language;
    const reader = { t: translator(locale), locale, zone: event.zone, now: deps.clock.now() };
    const lines = await linesOf(preview.what, state, reader, deps);
    const message = secondQuestion(press, promise, lines, reader);
    await sendToOrganizers(deps.chat, event, { key: id, message, mayHaveRunBefore });
    return undefined;
  },
});
