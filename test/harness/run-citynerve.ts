import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TestCity } from './test-city.ts';

const CLI = fileURLToPath(new URL('../../citynerve.ts', import.meta.url));

/** Runs `citynerve …` on a city as a process; `text` is its output. */
export const runCitynerve = (city: TestCity, ...args: string[]): Promise<{ code: number; text: string }> =>
  new Promise((resolve) => {
    const command = ['--import', 'tsx', CLI, ...args, '--data', city.folder.root];
    execFile(process.execPath, command, (error, stdout, stderr) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, text: stdout + stderr }),
    );
  });
