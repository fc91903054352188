import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { After } from '../model/timers.ts';
import { type CursorState, type FoundCursor, formatCursorLine, readCursor } from './cursor-lines.ts';
import type { SettledRevision } from './settled-revisions.ts';

/**
 * The file in which a destination stores what is settled: one line is appended per settlement; compacted at 1,000
 * lines.
 */
export interface CursorFile {
  /** The state that was read at the start, and damage in it. */
  readonly found: FoundCursor;
  /**
   * Stores a mark (null: only the offset). Resolves when it is written to the operating system, so that it survives a
   * kill of the process. Never rejects, and waits at most a second for a disk that is full or hangs: delivery goes on
   * without it, and `trouble` says so.
   */
  keep(mark: SettledRevision | null): Promise<void>;
  readonly trouble: string | null;
  close(): Promise<void>;
}

const MAX_LINES = 1_000;
const TIMEOUT_MILLIS = 1_000;
const RETRY_MILLIS = 5_000;

/**
 * Opens the cursor file of one destination. `state` returns all that is settled now. Rejects only with
 * `NewerVersionError`.
 */
export async function openCursorFile(options: {
  readonly file: string;
  readonly state: () => CursorState;
  readonly after: After;
}): Promise<CursorFile> {
  const found = await readCursor(options.file);
  // An error here occurs again, and is reported, when the cursor is written.
  await mkdir(dirname(options.file), { recursive: true, mode: 0o700 }).catch(() => {});
  const writer = new CursorWriter(options);
  return {
    found,
    keep: (mark) => writer.keep(mark),
    get trouble() {
      return writer.trouble;
    },
    close: () => writer.close(),
  };
}

class CursorWriter {
  readonly #options: { readonly file: string; readonly state: () => CursorState; readonly after: After };
  /** Open for appending; null: the whole file has to be written, as at the start and after a failure. */
  #handle: FileHandle | null = null;
  #lines = 0;
  #marks: SettledRevision[] = [];
  #isOwed = false;
  #waiters: (() => void)[] = [];
  #writing: Promise<void> | null = null;
  #failure: string | null = null;
  #isHanging = false;
  #endRetry: (() => void) | null = null;
  #isClosed = false;

  constructor(options: { readonly file: string; readonly state: () => CursorState; readonly after: After }) {
    this.#options = options;
  }

  get trouble(): string | null {
    if (this.#isHanging) return 'the cursor cannot be kept: the disk does not answer';
    return this.#failure && `the cursor cannot be kept: ${this.#failure}`;
  }

  keep(mark: SettledRevision | null): Promise<void> {
    if (mark) this.#marks.push(mark);
    this.#isOwed = true;
    if (this.#endRetry || this.#isClosed) {
      // The next attempt writes the whole file from all that is settled.
      this.#marks = [];
      return Promise.resolve();
    }
    const written = new Promise<void>((resolve) => this.#waiters.push(resolve));
    this.#writing ??= this.#write();
    if (this.#isHanging) return Promise.resolve();
    return this.#withTimeout(written, () => {
      this.#isHanging = this.#writing !== null;
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#endRetry?.();
    this.#endRetry = null;
    await this.#withTimeout(this.#writing ?? Promise.resolve());
    if (!this.#isHanging) await this.#withTimeout(this.#rewrite().catch(() => {}));
    await this.#withTimeout(this.#handle?.close().catch(() => {}) ?? Promise.resolve());
  }

  #withTimeout(done: Promise<unknown>, onTimeout: () => void = () => {}): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.after(TIMEOUT_MILLIS, () => {
        onTimeout();
        resolve();
      });
      void done.finally(() => {
        cancel();
        resolve();
      });
    });
  }

  async #write(): Promise<void> {
    try {
      while (this.#isOwed) {
        const waiters = this.#waiters;
        this.#waiters = [];
        try {
          await this.#writeOwed();
        } finally {
          this.#isHanging = false;
          for (const resolve of waiters) resolve();
        }
      }
      this.#failure = null;
    } catch (error) {
      this.#retryLater(error);
    } finally {
      this.#writing = null;
    }
  }

  async #writeOwed(): Promise<void> {
    const marks = this.#marks;
    this.#marks = [];
    this.#isOwed = false;
    const { nextOffset, settled } = this.#options.state();
    if (!this.#handle || this.#lines >= Math.max(MAX_LINES, settled.length)) {
      await this.#rewrite();
      return;
    }
    this.#lines += 1;
    await this.#handle.appendFile(formatCursorLine({ nextOffset, settled: marks }));
  }

  /** Replaces the file by the whole state, atomically and synced to disk. */
  async #rewrite(): Promise<void> {
    const { file, state } = this.#options;
    const temporary = `${file}.new`;
    await this.#handle?.close().catch(() => {});
    this.#handle = null;
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(formatCursorLine(state()));
      await handle.sync();
      await rename(temporary, file);
    } catch (error) {
      await handle.close();
      await rm(temporary, { force: true });
      throw error;
    }
    this.#handle = handle;
    this.#lines = 1;
  }

  #retryLater(error: unknown): void {
    this.#failure = error instanceof Error ? error.message : String(error);
    this.#isOwed = true;
    for (const resolve of this.#waiters.splice(0)) resolve();
    // A failed write may have left part of a line: the next attempt writes the whole file.
    const broken = this.#handle;
    this.#handle = null;
    void broken?.close().catch(() => {});
    if (this.#isClosed) return;
    this.#endRetry = this.#options.after(RETRY_MILLIS, () => {
      this.#endRetry = null;
      this.#writing ??= this.#write();
    });
  }
}
