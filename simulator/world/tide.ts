/** A pipe that ends in the sea. */
export interface OutletFacts {
  /** Height of the pipe's bottom above mean sea level, metres. */
  readonly invertMetres: number;
  /** Height of the pipe and its manholes above the bottom. */
  readonly heightMetres: number;
}

const HOUR = 3_600_000;
/** The principal lunar and solar tides, and the larger daily one: hours of a period, metres, degrees at 1970. */
const CONSTITUENTS = [
  { hours: 12.4206, metres: 0.75, degrees: 40 },
  { hours: 12, metres: 0.3, degrees: 110 },
  { hours: 23.9345, metres: 0.35, degrees: 250 },
] as const;
/** Height of water over the outlet at which the pipe carries all that it can. */
const DESIGN_HEAD_METRES = 1.5;
/** A flap gate that does not quite close: what comes back is part of what would go out. */
const BACKFLOW_SHARE = 0.4;

/** Sea level in metres above its mean at a time (milliseconds since 1970), with the surge of a storm. */
export function seaLevelMetres(at: number, surgeMetres: number): number {
  return CONSTITUENTS.reduce(
    (sum, { hours, metres, degrees }) =>
      sum + metres * Math.cos(2 * Math.PI * (at / HOUR / hours) + (degrees * Math.PI) / 180),
    surgeMetres,
  );
}

/**
 * Flow by gravity as a share of the pipe's capacity: all of it into a low sea, with the root of the head into a high
 * one (Torricelli), none at equal heights, and backwards when the sea is higher. At most to equal heights in one step.
 */
export function gravityShare(
  outlet: OutletFacts | null,
  now: { readonly seaMetres: number; readonly drainFill: number },
): number {
  if (outlet === null || now.seaMetres <= outlet.invertMetres) return 1;
  const head = outlet.invertMetres + now.drainFill * outlet.heightMetres - now.seaMetres;
  const flow = Math.sqrt(Math.min(1, Math.abs(head) / DESIGN_HEAD_METRES));
  return head >= 0 ? flow : -BACKFLOW_SHARE * flow;
}
