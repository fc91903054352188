/**
 * A growing buffer into which records are encoded one after another, so that a run of records needs one buffer and not
 * one per record.
 */
export class ByteArena {
  #buffer: Buffer;
  /** Bytes in use; may be reduced to discard what was written last. */
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

  /** The bytes in use; shares memory with the arena. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.length);
  }

  get capacity(): number {
    return this.#buffer.length;
  }
}
