import { existsSync, statSync } from 'node:fs';
import { type FileHandle, link, open, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../format/error-code.ts';
import type { Family } from '../format/family.ts';
import { freeName } from '../format/free-name.ts';
import { segmentFile } from '../format/segment-name.ts';
import { syncDirectory } from '../format/sync-directory.ts';

const COPY_BYTES = 1024 * 1024;

/** `gone`: the file was removed or replaced by another one; `cut`: durable bytes were truncated. */
type Fate = 'sound' | 'gone' | 'cut';

/** The open segment of a family. Bytes after `durableBytes` are not part of the journal until `settle`. */
export class SegmentFile {
  readonly firstOffset: number;
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #identity: string;
  #durableBytes: number;
  #writtenBytes: number;
  /** Whether bytes of a failed commit may still follow the durable ones. */
  #isDirty = false;

  private constructor(path: string, handle: FileHandle, firstOffset: number, bytes: number) {
    this.#path = path;
    this.#handle = handle;
    // Queried by the path and not by the handle, because on some systems the device numbers of the two differ.
    this.#identity = lookAt(path)?.identity ?? '';
    this.firstOffset = firstOffset;
    this.#durableBytes = bytes;
    this.#writtenBytes = bytes;
  }

  /** Creates a segment, replacing one of a failed commit; its name is durable only after the folder has been synced. */
  static async create(directory: string, family: Family, firstOffset: number): Promise<SegmentFile> {
    const path = join(directory, segmentFile(family, firstOffset));
    return new SegmentFile(path, await open(path, 'w+', 0o600), firstOffset, 0);
  }

  /** Opens an existing segment of `bytes` bytes for appending. */
  static async resume(directory: string, family: Family, firstOffset: number, bytes: number): Promise<SegmentFile> {
    const path = join(directory, segmentFile(family, firstOffset));
    return new SegmentFile(path, await open(path, 'r+'), firstOffset, bytes);
  }

  get name(): string {
    return basename(this.#path);
  }

  get durableBytes(): number {
    return this.#durableBytes;
  }

  /** Appends all buffers, with as many system calls as needed. */
  async write(buffers: readonly Buffer[]): Promise<void> {
    this.#isDirty = true;
    let rest = [...buffers];
    while (rest.length > 0) {
      const { bytesWritten } = await this.#handle.writev(rest, this.#writtenBytes);
      this.#writtenBytes += bytesWritten;
      rest = behind(rest, bytesWritten);
    }
  }

  sync(): Promise<void> {
    return this.#handle.datasync();
  }

  /** Makes what was written and synced a part of the journal; returns the number of bytes. */
  settle(): number {
    const added = this.#writtenBytes - this.#durableBytes;
    this.#durableBytes = this.#writtenBytes;
    this.#isDirty = false;
    return added;
  }

  /** Removes what was written since the last `settle`. If the disk refuses that too, the next commit begins with it. */
  async rollBack(): Promise<void> {
    this.#writtenBytes = this.#durableBytes;
    await this.clean().catch(() => undefined);
  }

  /**
   * Removes what follows the durable bytes, durably: otherwise it could reappear after a crash beside acknowledged
   * bytes.
   */
  async clean(): Promise<void> {
    if (!this.#isDirty) return;
    await this.#handle.truncate(this.#durableBytes);
    await this.#handle.datasync();
    this.#isDirty = false;
  }

  /** Whether the file still exists under its name: writing to the handle works even after the file has been deleted. */
  fate(): Fate {
    const found = lookAt(this.#path);
    if (found?.identity !== this.#identity) return 'gone';
    return found.bytes < this.#durableBytes ? 'cut' : 'sound';
  }

  /**
   * Restores the file under its name with the durable bytes, read from the open handle. Another file under the name is
   * kept under the name returned. The segment is not written any more after this.
   */
  async putBack(): Promise<{ readonly bytes: number; readonly keptAs: string | null }> {
    const temporary = `${this.#path}.tmp`;
    const bytes = await this.#copyTo(temporary);
    const keptAs = existsSync(this.#path) ? freeName(`${this.#path}.replaced`) : null;
    if (keptAs !== null) await link(this.#path, keptAs);
    await rename(temporary, this.#path);
    await syncDirectory(dirname(this.#path));
    return { bytes, keptAs: keptAs && basename(keptAs) };
  }

  /** Not by a stream, which would close the handle on an error, although it is the only access to the deleted file. */
  async #copyTo(path: string): Promise<number> {
    const copy = await open(path, 'w', 0o600);
    try {
      let bytes = 0;
      while (bytes < this.#durableBytes) {
        const piece = Buffer.alloc(Math.min(COPY_BYTES, this.#durableBytes - bytes));
        const { bytesRead } = await this.#handle.read(piece, 0, piece.length, bytes);
        if (bytesRead === 0) break;
        await copy.writeFile(piece.subarray(0, bytesRead));
        bytes += bytesRead;
      }
      await copy.sync();
      return bytes;
    } finally {
      await copy.close();
    }
  }

  /** Closes and removes a segment without durable bytes; can be called again if the disk refused it. */
  async discard(): Promise<void> {
    await this.#handle.close().catch(() => undefined);
    await unlink(this.#path).catch((error: unknown) => {
      if (errorCode(error) !== 'ENOENT') throw error;
    });
    await syncDirectory(dirname(this.#path));
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/**
 * Synchronous, because the answer is cached in the kernel: 4 µs instead of 100 µs by the thread pool, for each commit.
 */
function lookAt(path: string): { readonly identity: string; readonly bytes: number } | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found ? { identity: `${found.dev}:${found.ino}`, bytes: Number(found.size) } : null;
}

function behind(buffers: readonly Buffer[], bytes: number): Buffer[] {
  let left = bytes;
  return buffers.flatMap((buffer) => {
    const skipped = Math.min(left, buffer.length);
    left -= skipped;
    return skipped === buffer.length ? [] : [buffer.subarray(skipped)];
  });
}
