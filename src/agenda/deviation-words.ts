/** What differs from the plan, in words: "delayed +15", "cancelled". For pictures, lists and the foyer's screen. */
import type { Translate } from '../i18n/index.ts';
import type { Deviation } from './domain/planned.ts';

/** Plain text, not escaped. Nothing where all is as planned. */
export function deviationWords(deviation: Deviation | undefined, t: Translate): string[] {
  if (!deviation) return [];
  if (deviation.cancelled) return [t('agenda.cancelled')];
  const { late, over, roomBefore } = deviation;
  return [
    ...(late > 0 ? [t('agenda.late', { minutes: late })] : []),
    ...(late < 0 ? [t('agenda.early', { minutes: -late })] : []),
    ...(over > 0 ? [t('agenda.over', { minutes: over })] : []),
    ...(roomBefore ? [t('agenda.fromRoom', { room: roomBefore })] : []),
  ];
}
