import type { Random } from '../../random.ts';
import type { Site } from '../site.ts';
import type { Storm } from '../storm.ts';
import type { TransformerPlace } from '../transformer.ts';
import type { WorldEvent } from '../world-event.ts';

export const MINUTE = 60_000;

/** What one act brings. */
export interface Plan {
  readonly storms: readonly Storm[];
  readonly events: readonly WorldEvent[];
}

/** What an act is planned with. */
export interface Stage {
  /** Begin of the block, milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  /** The next low point, in random order, each once before any is repeated; all acts of a block share the order. */
  readonly takeLowPoint: () => Site;
  readonly sites: readonly Site[];
  readonly transformers: readonly TransformerPlace[];
  readonly dustSites: readonly { readonly id: string; readonly cellId: string }[];
  readonly isHeatWave: boolean;
  /** Look-alikes at other places while a storm goes on. */
  readonly lookAlikesPerStorm: number;
  /** The acts before this one in the list. */
  readonly planned: Plan;
  /** Of this act alone. */
  readonly random: Random;
}

/** Plans one thing that happens in every block, or in some. */
export type Act = (stage: Stage) => Partial<Plan>;

/** An event in a zone, unless it says otherwise. */
export function eventOf(
  event: Pick<WorldEvent, 'what' | 'from' | 'until' | 'size'> & Partial<Pick<WorldEvent, 'zoneId' | 'subjectId'>>,
): WorldEvent {
  return { zoneId: null, subjectId: null, ...event };
}

/** A moving storm whose middle passes a place at half of its life. */
export function stormOver(
  place: { readonly east: number; readonly north: number },
  random: Random,
  size: Pick<Storm, 'from' | 'until' | 'peakMmPerHour' | 'radius'>,
): Storm {
  return {
    ...size,
    east: place.east,
    north: place.north,
    eastPerHour: random.between(-0.8, 0.8),
    northPerHour: random.between(-0.8, 0.8),
  };
}
