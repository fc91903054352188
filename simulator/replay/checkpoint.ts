import { readFile, rename, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { ReplayFileError } from './csv-rows.ts';
import type { ReplayCounts } from './replay-counts.ts';

/** Progress of a replay: everything up to `row` was acknowledged. */
export interface Checkpoint {
  readonly file: string;
  readonly bytes: number;
  readonly row: number;
  /** Latest city time that the clock was set to. */
  readonly clockAt: number | null;
  readonly counts: ReplayCounts;
}

/** Reads a checkpoint; null when there is none. Throws when it belongs to another file. */
export async function readCheckpoint(
  checkpointFile: string | null,
  source: { readonly file: string; readonly bytes: number },
): Promise<Checkpoint | null> {
  if (checkpointFile === null) return null;
  let text: string;
  try {
    text = await readFile(checkpointFile, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const checkpoint = JSON.parse(text) as Checkpoint;
  if (checkpoint.file !== basename(source.file) || checkpoint.bytes !== source.bytes) {
    throw new ReplayFileError(
      `${checkpointFile} belongs to ${checkpoint.file} of ${checkpoint.bytes} bytes; remove it to begin anew, or name another`,
    );
  }
  return checkpoint;
}

/** Replaces the checkpoint by a rename, so that a crash leaves the old or the new one. */
export async function writeCheckpoint(checkpointFile: string | null, checkpoint: Checkpoint): Promise<void> {
  if (checkpointFile === null) return;
  const next = `${checkpointFile}.next`;
  await writeFile(next, JSON.stringify({ ...checkpoint, file: basename(checkpoint.file) }));
  await rename(next, checkpointFile);
}
