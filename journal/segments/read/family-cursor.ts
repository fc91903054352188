import { JournalCorruptError } from '../../../model/journal-corrupt-error.ts';
import { errorCode } from '../format/error-code.ts';
import type { Family } from '../format/family.ts';
import { decodeFrameHeader, FRAME_HEADER_BYTES, type FrameHeader, isPayloadIntact } from '../format/frame.ts';
import { listSegments } from '../format/list-segments.ts';
import type { SegmentName } from '../format/segment-name.ts';
import { openSegmentSource, type SegmentSource } from './segment-source.ts';

/** Attempts to open a segment, which may be compressed or deleted between listing and opening. */
const MAX_OPEN_ATTEMPTS = 20;

/** One frame as stored in its segment. */
export interface StoredFrame {
  readonly segment: string;
  readonly header: FrameHeader;
  /** Header and payload as stored, which are covered by the hash chain. */
  readonly bytes: Buffer;
  readonly payload: Buffer;
  /** Offset after its last record. */
  readonly endOffset: number;
}

/** Iterates over the frames of one family, also while segments are written, compressed and deleted. */
export class FamilyCursor {
  readonly #directory: string;
  readonly #family: Family;
  #wantedOffset: number;
  #name: SegmentName | null = null;
  #source: SegmentSource | null = null;
  #position = 0;
  /** Offset after the last frame passed in this segment, which is reported as the begin of a corruption. */
  #passedOffset = 0;
  #frame: StoredFrame | null = null;

  constructor(directory: string, family: Family, fromOffset: number) {
    this.#directory = directory;
    this.#family = family;
    this.#wantedOffset = fromOffset;
  }

  /** The current segment, and the position of the next frame in it; null before the first. */
  get place(): { readonly name: SegmentName; readonly position: number } | null {
    return this.#name && { name: this.#name, position: this.#position };
  }

  /** The next frame with records at or after the wanted offset, with valid checksums; null: there is none yet. */
  async peek(): Promise<StoredFrame | null> {
    for (;;) {
      if (this.#frame) return this.#frame;
      if (!this.#source && !(await this.#enter((all) => this.#start(all)))) return null;
      const found = await this.#readFrame();
      if (found === 'more') continue;
      if (found) this.#frame = found;
      else if (!(await this.#enterNext())) return null;
    }
  }

  /** Moves past the frame that `peek` returned. */
  advance(): void {
    const frame = this.#frame;
    if (!frame) return;
    this.#frame = null;
    this.#pass(frame.header, frame.bytes.length);
  }

  /** Keeps the position for a later read, but no bytes: those after the durable offset may be replaced meanwhile. */
  async park(fromOffset: number): Promise<void> {
    this.#frame = null;
    this.#wantedOffset = fromOffset;
    this.#source?.forget();
    // A segment without durable records may be removed and created again under the same name.
    if (this.#position === 0) await this.close();
  }

  async close(): Promise<void> {
    const source = this.#source;
    this.#source = null;
    this.#name = null;
    await source?.close();
  }

  async #readFrame(): Promise<StoredFrame | 'more' | null> {
    const source = this.#source;
    const name = this.#name;
    if (!source || !name) return null;
    const head = await source.bytes(this.#position, FRAME_HEADER_BYTES);
    if (head.length < FRAME_HEADER_BYTES) return null;
    const header = decodeFrameHeader(head);
    if (typeof header === 'string') throw this.#corrupt(header);
    if (header.family !== this.#family) throw this.#corrupt(`a frame of family ${header.family} does not belong here`);
    if (header.firstOffset < this.#passedOffset) throw this.#corrupt(`offset ${header.firstOffset} comes again`);
    const size = FRAME_HEADER_BYTES + header.payloadBytes;
    const endOffset = header.firstOffset + header.recordCount;
    if (endOffset <= this.#wantedOffset) {
      this.#pass(header, size);
      return 'more';
    }
    const bytes = await source.bytes(this.#position, size);
    if (bytes.length < size) return null;
    const payload = bytes.subarray(FRAME_HEADER_BYTES);
    if (!isPayloadIntact(bytes, payload)) {
      throw new JournalCorruptError(name.file, header.firstOffset, 'the checksum of a frame does not match');
    }
    return { segment: name.file, header, bytes, payload, endOffset };
  }

  #pass(header: FrameHeader, size: number): void {
    this.#position += size;
    this.#passedOffset = header.firstOffset + header.recordCount;
  }

  /** Called at the end of a segment: returns whether there is more, here or in a newer segment. */
  async #enterNext(): Promise<boolean> {
    const current = this.#name;
    if (!current) return false;
    const next = (await listSegments(this.#directory))[this.#family].find(
      (name) => name.firstOffset > current.firstOffset,
    );
    if (!next) return false;
    // A newer segment is begun only when this one is complete, which may have happened since its end was read.
    this.#source?.forget();
    const again = await this.#readFrame();
    if (again) return true;
    const rest = await this.#source?.bytes(this.#position, 1);
    if (rest && rest.length > 0) throw this.#corrupt('the segment ends inside a frame');
    return this.#enter((all) => all.find((name) => name.firstOffset > current.firstOffset));
  }

  /** The segment to begin with: the last one that starts at or before the wanted offset, or else the first. */
  #start(all: readonly SegmentName[]): SegmentName | undefined {
    return all.findLast((name) => name.firstOffset <= this.#wantedOffset) ?? all[0];
  }

  async #enter(choose: (all: readonly SegmentName[]) => SegmentName | undefined): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      const name = choose((await listSegments(this.#directory))[this.#family]);
      if (!name) return false;
      try {
        const source = await openSegmentSource(this.#directory, name);
        await this.close();
        this.#source = source;
        this.#name = name;
        this.#position = 0;
        this.#passedOffset = name.firstOffset;
        return true;
      } catch (error) {
        if (errorCode(error) !== 'ENOENT' || attempt >= MAX_OPEN_ATTEMPTS) throw error;
      }
    }
  }

  #corrupt(detail: string): JournalCorruptError {
    return new JournalCorruptError(this.#name?.file ?? '', this.#passedOffset, detail);
  }
}
