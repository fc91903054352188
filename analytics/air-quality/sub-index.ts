import type { StandardBreakpoints, StandardsPack } from '../../model/standards-pack.ts';

/** The index of a concentration by one row. */
export interface SubIndex {
  /** The interpolated concentration, truncated where the standard requires it. */
  readonly concentration: number;
  readonly index: number;
}

/**
 * Index of one pollutant by linear interpolation between the break points of its row (HJ 633 formula 1;
 * EPA-454/B-24-002 equation 1), rounded as the pack defines. `concentration` is in the unit of the row. Null: it is
 * below the first break point. Throws where the pack defines no rounding.
 */
export function subIndex(row: StandardBreakpoints, concentration: number, pack: StandardsPack): SubIndex | null {
  const cut = row.decimals === undefined ? concentration : truncate(concentration, row.decimals);
  const { concentrations, indices, step, above } = row;
  if (!(cut >= (concentrations[0] ?? 0))) return null;
  const upper = concentrations.findIndex((node, at) => at > 0 && cut <= node);
  if (upper < 0) return { concentration: cut, index: above.value };
  // The first band begins at its own break point; a later one begins one step, and one index, above the band before.
  const isBand = step !== undefined && upper > 1;
  const fromConcentration = (concentrations[upper - 1] ?? 0) + (isBand ? step : 0);
  const fromIndex = (indices[upper - 1] ?? 0) + (isBand ? 1 : 0);
  const share = (cut - fromConcentration) / ((concentrations[upper] ?? 0) - fromConcentration);
  return { concentration: cut, index: rounded(fromIndex + share * ((indices[upper] ?? 0) - fromIndex), pack) };
}

/** Removes rounding errors (55.00000000000001 for 55), which rounding up would turn into 56. */
const exact = (value: number): number => Math.round(value * 1e9) / 1e9;

function truncate(value: number, decimals: number): number {
  const scale = Number(`1e${decimals}`);
  return Math.floor(exact(value * scale)) / scale;
}

function rounded(index: number, { id, version, table }: StandardsPack): number {
  const row = table['rounding'];
  const choice = row && 'choice' in row ? row.choice : undefined;
  if (choice === 'up') return Math.ceil(exact(index));
  if (choice === 'half-up') return Math.floor(exact(index) + 0.5);
  throw new Error(`standards pack ${id}@${version}: row "rounding" says "${choice}", known are "up" and "half-up"`);
}
