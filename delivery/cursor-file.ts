import type { FileHandle } from 'node:fs/promises';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { After } from '../model/timers.ts';
import { type CursorState, type FoundCursor, formatCursorLine, readCursor } from './cursor-lines.ts';
import type { SettledRevision } from './settled-revisions.ts';

/** Where a destination keeps what is settled: a line is added for each settlement, and now and then the file is written anew. */
export interface CursorFile {
  /** What was there at the start, and what of it could not be read. */
  readonly found: FoundCursor;
  /**
   * Keeps a mark (null: only the offset). Resolves when the operating system has it, so that it outlives a kill; never rejects, and does not
   * wait for a disk that takes nothing or hangs: delivery goes on without, and `trouble` says so.
   */
  keep(mark: SettledRevision | null): Promise<void>;
  readonly trouble: string | null;
  close(): Promise<void>;
}

const MOST_LINES = 1_000;
const PATIENCE_MILLIS = 1_000;
const RETRY_MILLIS = 5_000;

/** Opens the cursor file of one destination. `state` gives all that is settled now. Rejects with `NewerVersionError` only. */
export async function openCursorFile(options: {
  readonly file: string;
  readonly state: () => CursorState;
  readonly after: After;
}): Promise<CursorFile> {
  const found = await readCursor(options.file);
  // A disk that does not take even that is told of when the cursor is written.
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
  /** Open for adding lines; null: the file has to be written anew, as at the start and after a failure. */
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
      // The next attempt writes the file anew from all that is settled.
      this.#marks = [];
      return Promise.resolve();
    }
    const written = new Promise<void>((resolve) => this.#waiters.push(resolve));
    this.#writing ??= this.#write();
    if (this.#isHanging) return Promise.resolve();
    return this.#orPatience(written, () => {
      this.#isHanging = this.#writing !== null;
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#endRetry?.();
    this.#endRetry = null;
    await this.#orPatience(this.#writing ?? Promise.resolve());
    if (!this.#isHanging) await this.#orPatience(this.#rewrite().catch(() => {}));
    await this.#orPatience(this.#handle?.close().catch(() => {}) ?? Promise.resolve());
  }

  #orPatience(done: Promise<unknown>, onTimeout: () => void = () => {}): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.after(PATIENCE_MILLIS, () => {
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
      this.#giveUpForNow(error);
    } finally {
      this.#writing = null;
    }
  }

  async #writeOwed(): Promise<void> {
    const marks = this.#marks;
    this.#marks = [];
    this.#isOwed = false;
    const { nextOffset, settled } = this.#options.state();
    if (!this.#handle || this.#lines >= Math.max(MOST_LINES, settled.length)) {
      await this.#rewrite();
      return;
    }
    this.#lines += 1;
    await this.#handle.appendFile(formatCursorLine({ nextOffset, settled: marks }));
  }

  /** The whole state, synced, in the place of the old file: after a crash either is there. */
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

  #giveUpForNow(error: unknown): void {
    this.#failure = error instanceof Error ? error.message : String(error);
    this.#isOwed = true;
    for (const resolve of this.#waiters.splice(0)) resolve();
    // What a failed write left behind may be half a line: the file is written anew.
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
