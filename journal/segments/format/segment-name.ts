import { FAMILIES, type Family } from './family.ts';

const OFFSET_DIGITS = 16;
const PATTERN = /^(ageing|lasting)-(\d{16})\.seg(\.zst)?$/;

/** A segment file by what its name says. */
export interface SegmentName {
  readonly file: string;
  readonly family: Family;
  readonly firstOffset: number;
  readonly isCompressed: boolean;
}

/** Names sort by offset within a family. */
export const segmentFile = (family: Family, firstOffset: number): string =>
  `${family}-${String(firstOffset).padStart(OFFSET_DIGITS, '0')}.seg`;

/** Null for every other file in the folder. */
export function parseSegmentName(file: string): SegmentName | null {
  const match = PATTERN.exec(file);
  const family = FAMILIES.find((name) => name === match?.[1]);
  if (!match || family === undefined) return null;
  return { file, family, firstOffset: Number(match[2]), isCompressed: match[3] !== undefined };
}
