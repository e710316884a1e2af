/** The speakers' section of the event file: the plan of reminders. What single sessions have of their own stays. */
import { z } from 'zod';
import {
  durationText,
  inSeconds,
  type SomeSections,
  shortDuration,
} from '../../callboard/domain/event-file.ts';
import type { Doing } from '../../callboard/domain/settings.ts';
import type { Change } from '../../core/commit.ts';
import { defaultPlan, inOrder, type SpeakerPlan } from './plan.ts';
import { changePlan, type PlanChange } from './planning.ts';
import type { Planning } from './reminders.ts';

/** Two weeks, in seconds: nobody remembers what they were told before. */
const LONGEST = 14 * 86_400;
const minutesText = (minutes: number): string => shortDuration(minutes * 60);
const inMinutes = (text: string): number => Math.round(inSeconds(text) / 60);

export const speakerSections = {
  speakers: z
    .strictObject({
      reminders: z
        .array(durationText(60, LONGEST, 'Before the talk.'))
        .max(8)
        .default(defaultPlan.reminders.map(minutesText)),
      checkIn: durationText(
        0,
        LONGEST,
        'Before the talk, when a missing speaker pages; 0m is never.',
      ).default(minutesText(defaultPlan.checkIn)),
      bring: z
        .string()
        .min(1)
        .max(300)
        .exactOptional()
        .meta({ description: 'What speakers are told to bring; Callboard has a text where this has none.' }),
    })
    .meta({ description: 'When speakers are reminded, and when a missing one is looked for.' }),
};
const SpeakerPart = z.strictObject(speakerSections);
export type SpeakerPart = z.infer<typeof SpeakerPart>;

export const speakerPartOf = ({ reminders, checkIn, bring }: SpeakerPlan): SpeakerPart => ({
  speakers: {
    reminders: inOrder(reminders).map(minutesText),
    checkIn: minutesText(checkIn),
    ...(bring !== undefined && { bring }),
  },
});

/** In the order in which the plan holds them. */
export const orderReminders = (texts: readonly string[]): string[] =>
  inOrder(texts.map(inMinutes)).map(minutesText);

/** What makes the plan what the file says, with all that is due by it; undefined where it is. */
export function applySpeakerPart(
  planning: Planning,
  version: number,
  { speakers }: SomeSections<SpeakerPart>,
  { by }: Doing,
): Change | undefined {
  if (!speakers) return undefined;
  const { speakers: before } = speakerPartOf(planning.plan);
  const changes: PlanChange[] = [];
  if (JSON.stringify(before.reminders) !== JSON.stringify(orderReminders(speakers.reminders)))
    changes.push({ reminders: speakers.reminders.map(inMinutes) });
  if (inMinutes(before.checkIn) !== inMinutes(speakers.checkIn))
    changes.push({ checkIn: inMinutes(speakers.checkIn) });
  if (before.bring !== speakers.bring) changes.push({ bring: speakers.bring });
  return changes.length > 0 ? changePlan(planning, version, changes, by).change : undefined;
}
