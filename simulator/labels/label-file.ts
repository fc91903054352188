import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Label } from './label.ts';

/** Appends labels as JSON lines; a run that is started again appends to the same file. */
export async function openLabelFile(
  file: string | null,
): Promise<{ write(labels: readonly Label[]): Promise<void>; close(): Promise<void> }> {
  if (file === null) return { write: async () => {}, close: async () => {} };
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, 'a');
  return {
    async write(labels) {
      if (labels.length > 0) await handle.appendFile(labels.map((label) => `${JSON.stringify(label)}\n`).join(''));
    },
    close: () => handle.close(),
  };
}

/** Parses a labels file; a last line that a crash cut off is left out. */
export function parseLabels(text: string): readonly Label[] {
  const lines = text.split('\n');
  const whole = text.endsWith('\n') ? lines : lines.slice(0, -1);
  return whole.filter((line) => line !== '').map((line) => JSON.parse(line) as Label);
}
