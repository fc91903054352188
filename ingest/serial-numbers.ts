/**
 * Numbers after which counters begin again: those of one, two and four bytes (RFC 1982: 2 to the power of SERIAL_BITS).
 */
const WIDTHS = [256, 65_536, 4_294_967_296] as const;
/** A leap beyond this is a counter that was set, not messages that were lost. */
const LARGEST_GAP = 100_000;
/**
 * A number further behind is a counter that starts anew without saying so by a boot id; of a narrow one an eighth of
 * its width.
 */
const LARGEST_DISORDER = 256;
/** How near to its end and its beginning a counter of unknown width must be for a step back to be taken for a wrap. */
const NEAR_THE_EDGE = 32;
/** Where a counter begins: on a new connection such a number stands for a start. */
const FIRST_NUMBERS = 1;
/** A device that was switched off with messages in its store sends those of its last boots in between. */
const REMEMBERED_BOOTS = 4;
/** Keeps the positions of one count apart from those of another, for as many counts as a double tells apart. */
const APART = 8_589_934_592;
const MOST_COUNTS = 524_288;
/** A count begins so far behind the last one, in whatever ring of a power of two the positions are kept. */
const SPACING = 64;
const LARGEST_RING = 8192;

/** Which count a position belongs to. */
export const courseOf = (position: number): number => Math.round(position / APART);

/** A sequence number as a dialect reads it. */
export interface Serial {
  /** What it counts from; empty where the device does not say. */
  readonly boot: string;
  readonly number: number;
  /** Numbers after which the counter begins again, where the format states it; else found out when it wraps. */
  readonly width?: number;
}

/** Where a number stands in the course of its counter. */
export interface SerialPlace {
  /** Grows without end within one count: equal positions are the same number. */
  readonly position: number;
  /** Positions that no number came for, just before this one. */
  readonly skipped: number;
  /** How many positions before the newest it is. */
  readonly behind: number;
  /** `newer` than all before, at or `behind` one, or the first of a count that begins `anew`. */
  readonly order: 'newer' | 'behind' | 'anew';
}

/** One count from one boot: its newest number. */
interface Course {
  newest: number;
  position: number;
}

/**
 * The course of one device's counter, by serial-number arithmetic (RFC 1982): a number is newer when it is less than
 * half the counter's width ahead. The width is that which the format states, or the one at whose end the counter was
 * seen to begin again.
 */
export class SerialNumbers {
  /** Boot → its count, the one begun last at the end. */
  readonly #courses: Map<string, Course>;
  #width: number | null;
  #begun: number;
  /** The count that came last: nearly every message is of it, and to compare two texts is faster than to find one. */
  #lastBoot: string | null = null;
  #lastCourse: Course | undefined;

  constructor(snapshot?: SerialNumbersSnapshot) {
    this.#courses = new Map(snapshot?.courses.map(([boot, newest, position]) => [boot, { newest, position }]));
    this.#width = snapshot?.width ?? null;
    this.#begun = snapshot?.begun ?? 0;
  }

  /** Distance in which numbers are told apart. */
  get width(): number {
    return this.#width ?? Number.POSITIVE_INFINITY;
  }

  /**
   * Where a number stands; `isConnectedAnew`: it came on another connection than the last one, as after a start of the
   * device.
   */
  place({ boot, number, width }: Serial, isConnectedAnew: boolean): SerialPlace {
    if (width !== undefined) this.#width = width;
    else if (this.#width !== null && number >= this.#width) this.#width = null;
    const course = boot === this.#lastBoot ? this.#lastCourse : this.#courses.get(boot);
    [this.#lastBoot, this.#lastCourse] = [boot, course];
    if (course === undefined) return this.#beginAnew(boot, number);
    const step = this.#stepTo(course, number);
    const isNamed = boot !== '';
    if (step > LARGEST_GAP) return this.#beginAnew(boot, number);
    if (step > 0) {
      course.newest = number;
      course.position += step;
      return { position: course.position, skipped: step - 1, behind: 0, order: 'newer' };
    }
    // A boot that has a name does not begin a second time.
    const isFarBehind = step < -Math.min(LARGEST_DISORDER, this.width / 8);
    const isStart = isConnectedAnew && number <= FIRST_NUMBERS;
    if (!isNamed && (isFarBehind || isStart)) return this.#beginAnew(boot, number);
    return { position: course.position + step, skipped: 0, behind: -step, order: 'behind' };
  }

  snapshot(): SerialNumbersSnapshot {
    const courses = [...this.#courses].map(([boot, { newest, position }]) => [boot, newest, position] as const);
    return { courses, width: this.#width, begun: this.#begun };
  }

  /** How far ahead (or, below 0, behind) a number is; finds out the width when the counter wraps. */
  #stepTo({ newest }: Course, number: number): number {
    const plain = number - newest;
    if (this.#width !== null) {
      const ahead = ((plain % this.#width) + this.#width) % this.#width;
      return ahead < this.#width / 2 ? ahead : ahead - this.#width;
    }
    if (plain >= 0 || number >= NEAR_THE_EDGE) return plain;
    const width = WIDTHS.find((each) => newest < each && newest >= each - NEAR_THE_EDGE);
    if (width === undefined) return plain;
    this.#width = width;
    return plain + width;
  }

  #beginAnew(boot: string, number: number): SerialPlace {
    this.#begun = (this.#begun % MOST_COUNTS) + 1;
    const last = [...this.#courses.values()].at(-1)?.position ?? -SPACING;
    const position = this.#begun * APART + (((last % APART) + SPACING) % LARGEST_RING);
    const course = { newest: number, position };
    this.#courses.delete(boot);
    this.#courses.set(boot, course);
    [this.#lastBoot, this.#lastCourse] = [boot, course];
    const [oldest] = this.#courses.keys();
    if (this.#courses.size > REMEMBERED_BOOTS && oldest !== undefined) this.#courses.delete(oldest);
    return { position, skipped: 0, behind: 0, order: 'anew' };
  }
}

/** The course of a counter as plain JSON. */
export interface SerialNumbersSnapshot {
  readonly courses: readonly (readonly [boot: string, newest: number, position: number])[];
  readonly width: number | null;
  readonly begun: number;
}
