import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{model,city,journal,broker,devices,ingest,store,analytics,fold,delivery,ipc,processes,commands,api,console,flows,simulator}/**/*.test.{ts,tsx}',
            'test/*.test.ts',
            'test/evaluate/*.test.ts',
          ],
          // Says that a test hangs, not how long it may take: other work on the machine multiplies every duration.
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
