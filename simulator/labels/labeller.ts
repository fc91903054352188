import { type Fault, LYING_KINDS } from '../faults/fault.ts';
import type { Program } from '../world/program.ts';
import type { Site } from '../world/site.ts';
import type { Truth } from '../world/world.ts';
import { type Candidate, listCandidates } from './candidates.ts';
import { type IncidentLabel, WATERLOGGING } from './label.ts';
import { createPondingTracker, type Ponding } from './ponding-tracker.ts';

/** Writes down what was true. It knows the world, the program and the faults, and no rule that judges a city. */
export interface Labeller {
  /** Takes up a new block of the program and its faults. */
  begin(program: Program, faults: readonly Fault[]): void;
  observe(truth: Truth): readonly IncidentLabel[];
  close(at: number): readonly IncidentLabel[];
}

interface Watched extends Candidate {
  peakDepthCm: number;
}

/** `zoneOf` tells where a device stands, for the list of devices that lied. */
export function createLabeller(facts: {
  readonly sites: readonly Site[];
  readonly withFaults: boolean;
  readonly zoneOf: (deviceId: string) => string | null;
}): Labeller {
  const tracker = createPondingTracker();
  let programs: readonly Program[] = [];
  let faults: readonly Fault[] = [];
  let watched: Watched[] = [];

  const lyingDevices = (zoneId: string, from: number, until: number): readonly string[] => {
    const lying = faults.filter(
      (fault) =>
        LYING_KINDS.has(fault.kind) &&
        fault.from < until &&
        fault.until > from &&
        facts.zoneOf(fault.deviceId) === zoneId,
    );
    return [...new Set(lying.map((fault) => fault.deviceId))].sort();
  };

  const toLabel = (
    kind: IncidentLabel['kind'],
    { zoneId, startAt, endAt, peakDepthCm }: Ponding,
    cause: string,
  ): IncidentLabel => ({
    type: 'incident',
    incidentId: `${kind.replace('look-alike:', '')}-${zoneId}-${Math.round(startAt / 1000).toString(36)}`,
    kind,
    zoneId,
    startAt: Math.round(startAt),
    endAt: Math.round(endAt),
    cause,
    peakDepthCm: Number(peakDepthCm.toFixed(1)),
    lyingDevices: lyingDevices(zoneId, startAt, endAt),
  });

  const labelPonding = (ponding: Ponding): IncidentLabel =>
    toLabel('waterlogging', ponding, causeOf(programs, ponding));

  const labelCandidate = (candidate: Watched): readonly IncidentLabel[] => {
    // Where water really stood that deep, even for a moment, nothing was merely alike.
    if (candidate.peakDepthCm >= WATERLOGGING.depthCm) return [];
    const stretch = { ...candidate, startAt: candidate.from, endAt: candidate.until };
    return [toLabel(`look-alike:${candidate.what}`, stretch, candidate.cause)];
  };

  return {
    begin(program, blockFaults) {
      // Water of the last block may still stand: its program explains it.
      programs = [...programs.slice(-1), program];
      faults = [...faults.filter((fault) => fault.until > program.from - 12 * 3_600_000), ...blockFaults];
      const candidates = listCandidates(program, facts.sites, facts.withFaults);
      watched = [...watched, ...candidates.map((candidate) => ({ ...candidate, peakDepthCm: 0 }))];
    },
    observe({ at, sites }) {
      const labels: IncidentLabel[] = [];
      for (const [zoneId, site] of sites) {
        const ponding = tracker.observe(zoneId, at, site.depthCm);
        if (ponding) labels.push(labelPonding(ponding));
      }
      for (const candidate of watched) {
        if (at < candidate.from || at > candidate.until) continue;
        candidate.peakDepthCm = Math.max(candidate.peakDepthCm, sites.get(candidate.zoneId)?.depthCm ?? 0);
      }
      const over = watched.filter((candidate) => candidate.until <= at);
      if (over.length > 0) watched = watched.filter((candidate) => candidate.until > at);
      return [...labels, ...over.flatMap(labelCandidate)];
    },
    close(at) {
      // A candidate that nobody saw to its end is no label: it might still have become real.
      watched = [];
      return tracker.close().map((ponding) => labelPonding({ ...ponding, endAt: Math.min(at, ponding.endAt) }));
    },
  };
}

function causeOf(programs: readonly Program[], { zoneId, startAt }: Ponding): string {
  const blockages = programs.flatMap((program) => program.blockages);
  const blockage = blockages.find((each) => each.zoneId === zoneId && each.from <= startAt && startAt < each.until);
  if (blockage) return `storm with ${blockage.cause}`;
  return 'cloudburst beyond the drain';
}
