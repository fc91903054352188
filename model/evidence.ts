import type { AlertStep } from './alert-step.ts';
import type { Reading } from './reading.ts';
import type { Verdict, Window } from './scenario.ts';
import type { StandardsPack } from './standards-pack.ts';

/** Everything that is needed to recompute a step of an alert on another machine, without the city's documents. */
export interface Evidence {
  readonly scenarioId: string;
  readonly scenarioVersion: string;
  /** SHA-256 of the canonical text of scenario id, version, pack and further packs. */
  readonly scenarioHash: string;
  /** The scenario's own standards pack, complete, in the version that was used. */
  readonly pack: StandardsPack;
  /** Further packs that were used, in the order of the scenario's `standards`; absent: none. */
  readonly furtherPacks?: readonly StandardsPack[];
  readonly lane: 'arrival' | 'event';
  /** Event lane: the input of `evaluate`. */
  readonly window: Window | null;
  /** Arrival lane: the reading that was evaluated. */
  readonly reading: Reading | null;
  readonly zoneKind: string;
  readonly verdict: Verdict;
  /** The watermark at the evaluation: event time, milliseconds since 1970, UTC. */
  readonly watermark: number;
  /** Journal offset of the record whose processing triggered the evaluation. */
  readonly offset: number;
  /** Citynerve's version and Node's major version: a byte-identical recomputation is guaranteed on these only. */
  readonly engine: { readonly version: string; readonly node: string };
  /** The step of an alert that it is about; absent in evidence of versions that kept none for each step. */
  readonly step?: AlertStep;
}

/** The evidence of one step, under the hash by which the alert's history refers to it. */
export interface EvidenceRecord {
  readonly alertId: string;
  /** `evidenceHash` of the evidence. */
  readonly hash: string;
  readonly evidence: Evidence;
}
