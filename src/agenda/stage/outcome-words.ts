/** What came of a press, for a page and for machines: a word that they know, and a sentence for people. */
import type { Language } from '../../i18n/index.ts';
import { clock } from '../../i18n/time.ts';
import type { Press } from '../domain/stage.ts';
import type { StageOutcome } from '../press-stage.ts';

export function pressWords(
  press: Press,
  did: 'press' | 'undo',
  zone: string,
  { t, locale }: Language,
): string {
  const { session, what } = press;
  if (did === 'undo') return t(`agenda.stage.done.undo-${what}`, { session });
  const said = t(`agenda.stage.done.${what}`, { session, time: clock(press.at, zone, locale) });
  const others = press.steps
    .slice(1)
    .map((step) => t('agenda.stage.done.endedToo', { session: step.session }));
  return [said, ...others].join(' ');
}

export interface OutcomeWords {
  /** 409 where nothing came of it. */
  readonly status: number;
  readonly outcome: 'counted' | 'again' | 'refused';
  readonly problem?: string;
  readonly words: string;
  readonly press?: Pick<Press, 'id' | 'what' | 'session' | 'at'>;
}

export function outcomeWords(
  outcome: StageOutcome,
  zone: string,
  language: Language,
  did: 'press' | 'undo' = 'press',
): OutcomeWords {
  const { t, locale } = language;
  if ('problem' in outcome) {
    const { problem } = outcome;
    const session = outcome.session?.code ?? '';
    const words =
      problem === 'started' || problem === 'ended'
        ? t(`agenda.stage.problem.${problem}`, { session, time: clock(outcome.at, zone, locale) })
        : problem === 'cancelled' || problem === 'no-room'
          ? t(`agenda.stage.problem.${problem}`, { session })
          : t(`agenda.stage.problem.${problem}`);
    return { status: 409, outcome: 'refused', problem, words };
  }
  const { press, again } = outcome;
  const words = pressWords(press, did, zone, language);
  const { id, what, session, at } = press;
  return {
    status: 200,
    outcome: again ? 'again' : 'counted',
    words: again ? t('agenda.stage.done.again', { words }) : words,
    press: { id, what, session, at },
  };
}
