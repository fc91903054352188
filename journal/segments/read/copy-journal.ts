import { copyFile, type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { copyCutMark } from '../format/cut-mark.ts';
import { errorCode } from '../format/error-code.ts';
import { FAMILIES } from '../format/family.ts';
import { decodeFrameHeader, FRAME_HEADER_BYTES } from '../format/frame.ts';
import { listSegments } from '../format/list-segments.ts';
import { copyLosses } from '../format/loss-mark.ts';
import { type SegmentName, segmentFile } from '../format/segment-name.ts';
import { openSegmentSource, type SegmentSource } from './segment-source.ts';

const CHUNK_BYTES = 1024 * 1024;
/** Attempts to open a segment, which may be compressed, and so renamed, between listing and opening. */
const MAX_ATTEMPTS = 5;

/** Source and target of a copy. */
interface CopyOptions {
  readonly directory: string;
  readonly target: string;
  /**
   * A durable offset up to which the copy is made, also while a writer runs. Null: everything, without a running
   * writer.
   */
  readonly until: number | null;
}

/**
 * Copies a journal: closed segments unchanged, the last one of each family up to `until`. What retention deletes
 * meanwhile is missing in the copy too, and recorded there as deleted; hold back retention if it is needed.
 */
export async function copyJournal({ directory, target, until }: CopyOptions): Promise<void> {
  await mkdir(target, { recursive: true, mode: 0o700 });
  const lists = await listSegments(directory);
  for (const family of FAMILIES) {
    const names = lists[family].filter((name) => until === null || name.firstOffset < until);
    for (const [index, name] of names.entries()) {
      const isWhole = until === null || index < names.length - 1;
      await copySegment({ directory, target, name, until: isWhole ? null : until });
    }
  }
  // Copied after the segments: one that was deleted since they were listed is recorded by now.
  await copyCutMark(directory, target);
  await copyLosses(directory, target);
}

async function copySegment(options: CopyOptions & { readonly name: SegmentName }): Promise<void> {
  const { directory, target, until } = options;
  let { name } = options;
  for (let attempt = 1; ; attempt++) {
    try {
      if (until === null) await copyFile(join(directory, name.file), join(target, name.file));
      else await copyUpTo(directory, name, join(target, segmentFile(name.family, name.firstOffset)), until);
      return;
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || attempt === MAX_ATTEMPTS) throw error;
    }
    const again = (await listSegments(directory))[name.family].find((found) => found.firstOffset === name.firstOffset);
    // Deleted by retention in the meantime.
    if (!again) return;
    name = again;
  }
}

async function copyUpTo(directory: string, name: SegmentName, target: string, until: number): Promise<void> {
  const source = await openSegmentSource(directory, name);
  try {
    const end = await endOfFrames(source, until);
    const file = await open(target, 'w', 0o600);
    try {
      for (let at = 0; at < end; at += CHUNK_BYTES) {
        await writeAll(file, await source.bytes(at, Math.min(CHUNK_BYTES, end - at)), at);
      }
    } finally {
      await file.close();
    }
  } finally {
    await source.close();
  }
}

/**
 * End of the last frame below `until`. It is earlier if the segment is corrupt, which a verification of the copy finds.
 */
async function endOfFrames(source: SegmentSource, until: number): Promise<number> {
  for (let at = 0; ; ) {
    const bytes = await source.bytes(at, FRAME_HEADER_BYTES);
    if (bytes.length < FRAME_HEADER_BYTES) return at;
    const header = decodeFrameHeader(bytes);
    if (typeof header === 'string' || header.firstOffset + header.recordCount > until) return at;
    at += FRAME_HEADER_BYTES + header.payloadBytes;
  }
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
}
