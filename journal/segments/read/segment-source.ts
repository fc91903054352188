import { type FileHandle, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { JournalCorruptError } from '../../../model/journal-corrupt-error.ts';
import type { SegmentName } from '../format/segment-name.ts';
import { decompressSegment } from './decompress-segment.ts';

/** Large enough that a replay is not bound by calls, small enough that a payload kept by somebody does not hold much. */
const WINDOW_BYTES = 1024 * 1024;

/** The bytes of one segment, compressed or not. */
export interface SegmentSource {
  /** Bytes from `position`, at most `length`; fewer where the segment ends. Never overwritten, so they may be kept. */
  bytes(position: number, length: number): Promise<Buffer>;
  /** Forgets what was read ahead: the next bytes come from the file. */
  forget(): void;
  close(): Promise<void>;
}

/**
 * Opens a segment; rejects with ENOENT when it has been compressed or cut in the meantime, with a `JournalCorruptError` when it was
 * compressed and is damaged: unless `onFault` takes the complaint and goes on with the bytes before the damage.
 */
export async function openSegmentSource(
  directory: string,
  name: SegmentName,
  onFault?: (detail: string) => void,
): Promise<SegmentSource> {
  const path = join(directory, name.file);
  if (!name.isCompressed) return fileSource(await open(path, 'r'));
  const { bytes, fault } = await decompressSegment(await readFile(path));
  if (fault !== null && !onFault) throw new JournalCorruptError(name.file, name.firstOffset, fault);
  if (fault !== null) onFault?.(fault);
  return {
    bytes: async (position, length) => bytes.subarray(position, position + length),
    forget: () => undefined,
    close: async () => undefined,
  };
}

function fileSource(handle: FileHandle): SegmentSource {
  let windowAt = 0;
  let window: Buffer = Buffer.alloc(0);
  return {
    async bytes(position, length) {
      if (position < windowAt || position + length > windowAt + window.length) {
        window = await readWindow(handle, position, length);
        windowAt = position;
      }
      return window.subarray(position - windowAt, position - windowAt + length);
    },
    forget() {
      window = Buffer.alloc(0);
    },
    close: () => handle.close(),
  };
}

async function readWindow(handle: FileHandle, position: number, atLeast: number): Promise<Buffer> {
  // At the live end there are only a few new bytes: their number is asked first, so that no large window is made for them.
  const { size } = await handle.stat();
  const wanted = Math.min(Math.max(atLeast, WINDOW_BYTES), Math.max(0, size - position));
  const buffer = Buffer.allocUnsafeSlow(wanted);
  let filled = 0;
  while (filled < wanted) {
    const { bytesRead } = await handle.read(buffer, filled, wanted - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}
