/**
 * A table of speakers as read; all but the smallest in a thread of its own, so that Slack's acks do not wait for it. The
 * parsers are loaded with the first file.
 */

import { isQuick } from '../formats/quick.ts';
import { parseSpeakersInWorker } from '../formats/worker.ts';
import type { SpeakerRow } from './domain/speaker-row.ts';

export async function readSpeakerFile(bytes: Uint8Array): Promise<readonly SpeakerRow[]> {
  if (!isQuick(bytes)) return await parseSpeakersInWorker(bytes);
  const { parseSpeakerTable } = await import('../formats/speakers/table.ts');
  return parseSpeakerTable(bytes);
}
