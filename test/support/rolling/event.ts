/** The event of the rolling restarts: as many rooms as volunteers, each on shift in one, with a phone that can be texted. */
import { connectForRequests } from '../../../src/adapters/redis/connect.ts';
import { RedisStore } from '../../../src/adapters/redis/store.ts';
import { EVENT_ID, eventChanged, eventDocument } from '../../../src/callboard/domain/event.ts';
import { personDocument } from '../../../src/callboard/domain/person.ts';
import { realClock } from '../../../src/core/clock.ts';
import { put, recordFact } from '../../../src/core/commit.ts';
import { roleDocument, shiftDocument } from '../../../src/rota/domain/shift.ts';
import { fakeEvent, somebody } from '../fake-deps.ts';
import { testSealer } from '../sealer.ts';

export const ORGANIZER = 'U0ORGANIZER';
/** More of them than there are pages at a time: what is bundled for one person is no lost page. */
const VOLUNTEERS = 60;

const two = (n: number): string => String(n).padStart(2, '0');
export const roomOf = (n: number): string => `room-${two(n % VOLUNTEERS)}`;
export const volunteerOf = (n: number): string => `U0VOLUNTEER${two(n % VOLUNTEERS)}`;
export const phoneOf = (n: number): string => `+120255501${two(n % VOLUNTEERS)}`;

export async function seedRollingEvent(url: string, name: string): Promise<RedisStore> {
  const redis = connectForRequests(url);
  await redis.connect();
  const store = new RedisStore(redis, name, testSealer);
  const now = realClock.now();
  const numbers = Array.from({ length: VOLUNTEERS }, (_, n) => n);
  const rooms = numbers.map((n) => ({
    name: `Room ${two(n)}`,
    channel: `C0ROOM${two(n)}`,
    aliases: [roomOf(n)],
  }));
  const event = fakeEvent({ organizers: [ORGANIZER], crew: [], rooms });
  const people = [
    somebody(ORGANIZER, { name: 'Olga' }),
    ...numbers.map((n) =>
      somebody(volunteerOf(n), {
        name: `Volunteer ${two(n)}`,
        phone: { number: phoneOf(n), verifiedAt: '2019-06-01T00:00:00Z' },
        contact: {
          order: [
            { channel: 'slack', after: 0 },
            { channel: 'sms', after: 0 },
          ],
        },
      }),
    ),
  ];
  await store.commit({
    put: [
      put(eventDocument, EVENT_ID, event),
      put(roleDocument, 'stage', { name: 'stage', leads: [] }),
      ...people.map((person) => put(personDocument, person.id, person)),
      ...numbers.map((n) =>
        put(shiftDocument, `H${n + 1}`, {
          code: `H${n + 1}`,
          role: 'stage',
          room: `Room ${two(n)}`,
          start: now.subtract({ hours: 2 }).toString(),
          end: now.add({ hours: 12 }).toString(),
          min: 1,
          assignments: [{ person: volunteerOf(n), state: 'accepted' as const }],
        }),
      ),
    ],
    facts: [recordFact(eventChanged, { at: now, by: 'test', about: [], data: { fields: ['rooms'] } })],
  });
  return store;
}
