import { FAMILIES, type Family } from './family.ts';

const OFFSET_DIGITS = 16;
const PATTERN = /^(ageing|lasting)-(\d{16})\.seg(\.zst)?$/;

/** The parts of a segment's file name. */
export interface SegmentName {
  readonly file: string;
  readonly family: Family;
  readonly firstOffset: number;
  readonly isCompressed: boolean;
}

/** The file name of a segment; names sort by offset within a family. */
export const segmentFile = (family: Family, firstOffset: number): string =>
  `${family}-${String(firstOffset).padStart(OFFSET_DIGITS, '0')}.seg`;

/** Parses a file name; null: it is not a segment. */
export function parseSegmentName(file: string): SegmentName | null {
  const match = PATTERN.exec(file);
  const family = FAMILIES.find((name) => name === match?.[1]);
  if (!match || family === undefined) return null;
  return { file, family, firstOffset: Number(match[2]), isCompressed: match[3] !== undefined };
}
