import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Family } from './family.ts';
import { segmentFile } from './segment-name.ts';

/** The segment that a family is being written to. Bytes behind `durableBytes` count for nothing until `settle`. */
export class SegmentFile {
  readonly firstOffset: number;
  readonly #path: string;
  readonly #handle: FileHandle;
  #durableBytes: number;
  #writtenBytes: number;
  /** Bytes that were taken back may still lie behind the durable ones. */
  #isDirty = false;

  private constructor(path: string, handle: FileHandle, firstOffset: number, bytes: number) {
    this.#path = path;
    this.#handle = handle;
    this.firstOffset = firstOffset;
    this.#durableBytes = bytes;
    this.#writtenBytes = bytes;
  }

  /** Begins a segment; its name is durable only after the folder has been synced. What a failed commit left under the name goes. */
  static async create(directory: string, family: Family, firstOffset: number): Promise<SegmentFile> {
    const path = join(directory, segmentFile(family, firstOffset));
    return new SegmentFile(path, await open(path, 'w', 0o600), firstOffset, 0);
  }

  /** Goes on with a segment that is `bytes` long. */
  static async resume(directory: string, family: Family, firstOffset: number, bytes: number): Promise<SegmentFile> {
    const path = join(directory, segmentFile(family, firstOffset));
    return new SegmentFile(path, await open(path, 'r+'), firstOffset, bytes);
  }

  get durableBytes(): number {
    return this.#durableBytes;
  }

  /** Writes all of the buffers, in as many pieces as the system takes them. */
  async write(buffers: readonly Buffer[]): Promise<void> {
    await this.clean();
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

  /** Takes back what was written since the last `settle`. Where the disk refuses even that, the next write begins with it. */
  async rollBack(): Promise<void> {
    this.#writtenBytes = this.#durableBytes;
    await this.clean().catch(() => undefined);
  }

  /** Removes what lies behind the durable bytes. */
  async clean(): Promise<void> {
    if (!this.#isDirty) return;
    await this.#handle.truncate(this.#durableBytes);
    this.#isDirty = false;
  }

  /** Closes and removes a segment that never held anything. */
  async discard(): Promise<void> {
    await this.#handle.close();
    await unlink(this.#path).catch(() => undefined);
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

function behind(buffers: readonly Buffer[], bytes: number): Buffer[] {
  let left = bytes;
  return buffers.flatMap((buffer) => {
    const skipped = Math.min(left, buffer.length);
    left -= skipped;
    return skipped === buffer.length ? [] : [buffer.subarray(skipped)];
  });
}
