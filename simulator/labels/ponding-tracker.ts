import { WATERLOGGING } from './label.ts';

/** A stretch of time in which water stood at least as deep as the definition wants. */
export interface Ponding {
  readonly zoneId: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly peakDepthCm: number;
}

/** Follows the true depth at every place and tells when water that lasted long enough has gone. */
export function createPondingTracker(): {
  observe(zoneId: string, at: number, depthCm: number): Ponding | null;
  /** What still stands when nobody looks any longer. */
  close(): readonly Ponding[];
} {
  const standing = new Map<string, Ponding>();
  const isLong = ({ startAt, endAt }: Ponding) => endAt - startAt >= WATERLOGGING.minutes * 60_000;
  return {
    observe(zoneId, at, depthCm) {
      const ponding = standing.get(zoneId);
      if (depthCm >= WATERLOGGING.depthCm) {
        const startAt = ponding?.startAt ?? at;
        const peakDepthCm = Math.max(depthCm, ponding?.peakDepthCm ?? 0);
        standing.set(zoneId, { zoneId, startAt, endAt: at, peakDepthCm });
        return null;
      }
      if (!ponding) return null;
      standing.delete(zoneId);
      return isLong(ponding) ? ponding : null;
    },
    close() {
      const left = [...standing.values()].filter(isLong);
      standing.clear();
      return left;
    },
  };
}
