/**
 * `npx tsx scripts/growth-figures.ts [DAYS] [PAGES] [AFTER] [EVERY]`: what an event of so many days leaves in Redis, with so many
 * pages a day, archived after so many days (0: never), an incident each so many days (0: none): its size after a week,
 * after the days that are kept, and at the end, and what has most of it.
 */
import { longEvent, sizeOf } from '../test/support/long-event.ts';
import { startRedis } from '../test/support/redis.ts';

const [days = '365', pages = '3', after = '30', every = '7'] = process.argv.slice(2);
const server = await startRedis();
const redis = await server.connect();
const { day, store, place, world } = await longEvent(
  redis,
  'figures',
  after === '0' ? undefined : Number(after),
);
/** So many parts are named. */
const MOST = 8;
const told = new Set([7, Number(after) + 8, 90, 180, 270, Number(days)]);
const began = performance.now();
console.log(`${pages} pages a day, an incident each ${every} days, archived after ${after} days`);
for (let i = 1; i <= Number(days); i++) {
  await day(Number(pages), Number(every));
  // What Slack was sent is the test's own memory.
  world.chat.sent.length = 0;
  world.chat.messages.clear();
  if (!told.has(i)) continue;
  const { bytes, bytesOf, keys, facts, documents, jobs } = await sizeOf(redis, store);
  const all = Object.values(documents).reduce((sum, one) => sum + one, 0);
  const { page = 0, incident = 0 } = documents;
  console.log(
    `day ${i}: ${Math.round(bytes / 1024)} KB, ${keys} keys, ${facts} facts, ${all} documents (${page} pages, ${incident} incidents), ${jobs} jobs, ${place.files.size} files`,
  );
  const most = Object.entries(bytesOf).toSorted(([, a], [, b]) => b - a);
  console.log(
    `  ${most
      .slice(0, MOST)
      .map(([of, size]) => `${of} ${Math.round(size / 1024)}`)
      .join(', ')}`,
  );
}
console.log(`in ${Math.round((performance.now() - began) / 1000)} s`);
store.close();
await server.stop();
