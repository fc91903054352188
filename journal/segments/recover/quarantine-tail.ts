import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { freeName } from '../format/free-name.ts';
import { syncDirectory } from '../format/sync-directory.ts';

/**
 * Moves the bytes after `end` of a segment into `<segment>.torn-<offset>`, and truncates the segment, or removes it if
 * nothing is left. The copy is made durable first. Returns its name; null: there was nothing to move.
 */
export async function quarantineTail(
  directory: string,
  file: string,
  end: number,
  offset: number,
): Promise<string | null> {
  const path = join(directory, file);
  const { size } = await stat(path);
  const copy = size > end ? freeName(`${path}.torn-${offset}`) : null;
  if (copy !== null) {
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
  return copy && basename(copy);
}
