/** A table of speakers as read; all but the smallest in a thread of its own, so that Slack's acks do not wait for it. */

import { isQuick } from '../formats/quick.ts';
import { parseSpeakerTable } from '../formats/speakers/table.ts';
import { parseSpeakersInWorker } from '../formats/worker.ts';
import type { SpeakerRow } from './domain/speaker-row.ts';

export const readSpeakerFile = async (bytes: Uint8Array): Promise<readonly SpeakerRow[]> =>
  isQuick(bytes) ? parseSpeakerTable(bytes) : await parseSpeakersInWorker(bytes);
