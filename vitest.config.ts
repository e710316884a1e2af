import { defineConfig } from 'vitest/config';

// Unit tests need nothing; integration tests start a private Redis; e2e tests start the whole sandbox.
// The last two share two cores with real servers, so their files run one after the other.
export default defineConfig({
  test: {
    setupFiles: ['test/support/seed.ts'],
    projects: [
      // Property tests take their time on a busy machine; none of them measures a speed.
      {
        extends: true,
        test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: 60_000, maxWorkers: 2 },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      // Newer Redis has WAITAOF, which an older one never shows: what stands on Redis runs on both.
      {
        extends: true,
        test: {
          name: 'redis-8',
          include: [
            'test/integration/{store,outbox,dispatcher,backup,disk-wait,paging-faults-redis,redis-sentinel,rota}.test.ts',
          ],
          env: { CALLBOARD_TEST_REDIS: '8' },
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
