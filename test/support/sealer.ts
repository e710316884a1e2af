/** One key for every store of the tests and benchmarks, also where several processes share a database. */
import { createSealer } from '../../src/adapters/redis/seal.ts';

const bytes = new Uint8Array(32).fill(7);

/** As CALLBOARD_SECRET holds it. */
export const TEST_SECRET = Buffer.from(bytes).toString('base64');

export const testSealer = createSealer([bytes]);
