import type { RingSnapshot } from './ring.ts';

/**
 * Numbers as text, eleven letters each: a busy device has thousands, and a checkpoint holds up the fold. A ring in
 * earlier versions.
 */
export type PackedNumbers = string | RingSnapshot;

export function packNumbers(numbers: Iterable<number>): string {
  return Buffer.from(Float64Array.from(numbers).buffer).toString('base64');
}

/** The same numbers again. */
export function unpackNumbers(packed: PackedNumbers): number[] {
  if (typeof packed !== 'string') return [...packed.numbers];
  const { buffer } = Uint8Array.from(Buffer.from(packed, 'base64'));
  return [...new Float64Array(buffer)];
}
