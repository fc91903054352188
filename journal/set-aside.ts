import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { open, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { syncDirectory } from './sync-directory.ts';

/**
 * Moves what lies behind `end` in a segment into `<segment>.torn-<offset>` and cuts it off; a segment of which nothing is left goes.
 * The copy is durable first: nothing is ever only in the place that is being cut.
 */
export async function setAside(directory: string, file: string, end: number, offset: number): Promise<void> {
  const path = join(directory, file);
  const { size } = await stat(path);
  if (size > end) {
    const copy = freeName(`${path}.torn-${offset}`);
    await pipeline(createReadStream(path, { start: end }), createWriteStream(copy, { mode: 0o600, flush: true }));
    await syncDirectory(directory);
  }
  if (end === 0) {
    await unlink(path);
  } else {
    const handle = await open(path, 'r+');
    try {
      await handle.truncate(end);
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
  await syncDirectory(directory);
}

function freeName(wanted: string): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!existsSync(name)) return name;
  }
}
