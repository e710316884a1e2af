/**
 * What is read whole again and again and is small: Home, the control room, reminders and the rota ask for all of it.
 * Each process keeps it in memory, so that to draw a Home costs the database the same for ten people and ten thousand.
 */

import type { DocumentCaches } from '../adapters/redis/mirror.ts';
import { diaryDocument } from '../agenda/domain/diary.ts';
import { eventTargetDocument } from '../callboard/domain/event-target.ts';
import { testedDocument } from '../page/domain/tests.ts';
import { invitedDocument } from '../rota/domain/invite.ts';
import { volunteerDocument } from '../rota/domain/volunteer.ts';
import { attendanceDocument } from '../speakers/domain/attendance.ts';
import { speakerLinkDocument } from '../speakers/domain/link.ts';

/**
 * Besides what `Deps` has a cache of. Not the key sets: whoever looks whether they were tampered with must see what the
 * database holds. Before the first read.
 */
export function keepInMemory(mirrors: DocumentCaches): void {
  mirrors.of(attendanceDocument);
  mirrors.of(diaryDocument);
  mirrors.of(eventTargetDocument);
  mirrors.of(invitedDocument);
  mirrors.of(speakerLinkDocument);
  mirrors.of(testedDocument);
  mirrors.of(volunteerDocument);
}
