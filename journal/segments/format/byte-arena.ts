/**
 * A buffer that grows: records are coded into it one after another, so that a run of a commit is one piece of memory and
 * not one per record.
 */
export class ByteArena {
  #buffer: Buffer;
  /** Bytes in use; may be set back to forget what was written since. */
  length = 0;

  constructor(capacity = 64 * 1024) {
    this.#buffer = Buffer.allocUnsafeSlow(capacity);
  }

  /** The buffer with room for at least `bytes` more; valid until the next call. */
  reserve(bytes: number): Buffer {
    const needed = this.length + bytes;
    if (needed > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2));
      this.#buffer.copy(larger, 0, 0, this.length);
      this.#buffer = larger;
    }
    return this.#buffer;
  }

  /** What is in use; shares memory with the arena. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.length);
  }

  get capacity(): number {
    return this.#buffer.length;
  }
}
