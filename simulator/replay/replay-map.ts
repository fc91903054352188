import type { Device } from '../../model/device.ts';

/** Where a row has its time. */
export type ReplayTime =
  /** Numbers in up to six columns: year, month, day, hour, minute, second. */
  | { readonly kind: 'columns'; readonly columns: readonly string[]; readonly timeZone: string }
  /** One column: ISO 8601, or letters like `YYYY-MM-DD HH:mm`. */
  | { readonly kind: 'text'; readonly column: string; readonly format: string; readonly timeZone: string };

/** One column that becomes one channel. */
export interface ReplayChannel {
  readonly column: string;
  readonly channel: string;
  /** Device it belongs to; null: every device of the row. */
  readonly deviceId: string | null;
  /** Unit as it stands in the file; the city converts. */
  readonly unit: string;
  /** Factor for values in no known unit, e.g. fractions. */
  readonly scale: number;
}

/** A device that rows are published as; `where` selects its rows by column and text. */
export interface ReplayDevice {
  readonly device: Device;
  readonly where: Readonly<Record<string, string>>;
}

/** How a file of records becomes messages of devices. */
export interface ReplayMap {
  readonly devices: readonly ReplayDevice[];
  readonly time: ReplayTime;
  /** Texts that mean a missing value. */
  readonly missing: readonly string[];
  readonly channels: readonly ReplayChannel[];
  /** What separates the whole part of a number from its fraction. */
  readonly decimal: 'point' | 'comma';
  /** Rows within this many seconds share a clock step; 0: only rows of the same time do. */
  readonly stepSeconds: number;
}

/** A map that cannot be used; the message names the key, what is wrong and what would be right. */
export class ReplayMapError extends Error {
  override readonly name = 'ReplayMapError';
  readonly key: string;

  constructor(key: string, problem: string) {
    super(`${key}: ${problem}`);
    this.key = key;
  }
}
