import { existsSync, statSync } from 'node:fs';
import { type FileHandle, link, open, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode } from '../format/error-code.ts';
import type { Family } from '../format/family.ts';
import { freeName } from '../format/free-name.ts';
import { segmentFile } from '../format/segment-name.ts';
import { syncDirectory } from '../format/sync-directory.ts';

const COPY_BYTES = 1024 * 1024;

/** `gone`: nothing, or another file, lies under the name; `cut`: bytes that were durable have been taken off its end. */
type Fate = 'sound' | 'gone' | 'cut';

/** The segment that a family is being written to. Bytes behind `durableBytes` count for nothing until `settle`. */
export class SegmentFile {
  readonly firstOffset: number;
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #identity: string;
  #durableBytes: number;
  #writtenBytes: number;
  /** Bytes that were taken back may still lie behind the durable ones. */
  #isDirty = false;

  private constructor(path: string, handle: FileHandle, firstOffset: number, bytes: number) {
    this.#path = path;
    this.#handle = handle;
    // By the path and not by the handle: on some systems the two answers name one disk differently.
    this.#identity = lookAt(path)?.identity ?? '';
    this.firstOffset = firstOffset;
    this.#durableBytes = bytes;
    this.#writtenBytes = bytes;
  }

  /** Begins a segment; its name is durable only after the folder has been synced. What a failed commit left under the name goes. */
  static async create(directory: string, family: Family, firstOffset: number): Promise<SegmentFile> {
    const path = join(directory, segmentFile(family, firstOffset));
    return new SegmentFile(path, await open(path, 'w+', 0o600), firstOffset, 0);
  }

  /** Goes on with a segment that is `bytes` long. */
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

  /** Writes all of the buffers, in as many pieces as the system takes them. */
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

  /** What was written and synced is now part of the journal; returns how many bytes that is. */
  settle(): number {
    const added = this.#writtenBytes - this.#durableBytes;
    this.#durableBytes = this.#writtenBytes;
    this.#isDirty = false;
    return added;
  }

  /** Takes back what was written since the last `settle`. Where the disk refuses even that, the next commit begins with it. */
  async rollBack(): Promise<void> {
    this.#writtenBytes = this.#durableBytes;
    await this.clean().catch(() => undefined);
  }

  /** Removes what lies behind the durable bytes, durably: else a crash could bring it back beside what was acknowledged in its place. */
  async clean(): Promise<void> {
    if (!this.#isDirty) return;
    await this.#handle.truncate(this.#durableBytes);
    await this.#handle.datasync();
    this.#isDirty = false;
  }

  /** Whether what was written still lies under its name: a handle goes on working when the file has been deleted. */
  fate(): Fate {
    const found = lookAt(this.#path);
    if (found?.identity !== this.#identity) return 'gone';
    return found.bytes < this.#durableBytes ? 'cut' : 'sound';
  }

  /**
   * Lays a copy of the durable bytes under the name again, from the open handle; another file that lies there is kept, under the name
   * returned. Nothing is written to it after this: it ends here.
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

  /** Not by a stream: that closes the handle when the copy finds no room, and the handle is all that is left of the segment. */
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

  /** Closes and removes a segment that never held anything; can be called again where the disk refused. */
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

/** At once and not through the pool of threads: the answer is in the kernel's memory, 4 µs against 100, and it is asked with every commit. */
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
