import type { Decoded } from '../../model/dialect.ts';

/** A number in a JSON text, and the keys that lead to it. */
interface FoundNumber {
  readonly value: number;
  readonly path: readonly string[];
}

/** All numbers in a JSON payload; empty: the payload is not JSON. */
export function numbersIn(payload: Uint8Array): readonly FoundNumber[] {
  try {
    return below(JSON.parse(new TextDecoder().decode(payload)), []);
  } catch {
    return [];
  }
}

function below(value: unknown, path: readonly string[]): readonly FoundNumber[] {
  if (typeof value === 'number') return [{ value, path }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => below(part, [...path, key]));
}

/** The numbers that a decoded message accounts for (values, times, its sequence number), and what its faults name. */
export function accountedNumbers({ values, faults, sequence }: Extract<Decoded, { ok: true }>): {
  readonly known: ReadonlySet<number>;
  readonly channels: ReadonlySet<string>;
  /** The details of the faults, which quote invalid numbers. */
  readonly details: string;
} {
  const known = new Set(values.flatMap(({ value, observedAt }) => [value, observedAt ?? value]));
  if (sequence !== null) known.add(sequence.number);
  return {
    known,
    channels: new Set(faults.flatMap(({ channel }) => channel ?? [])),
    details: faults.map(({ detail }) => detail).join(),
  };
}
