import type { Reading } from './reading.ts';
import type { Verdict, Window } from './scenario.ts';
import type { StandardsPack } from './standards-pack.ts';

/** Everything that is needed to compute an alert's verdict again, elsewhere, without our documents. */
export interface Evidence {
  readonly scenarioId: string;
  readonly scenarioVersion: string;
  /** SHA-256 of the canonical text of scenario id, version, pack and further packs. */
  readonly scenarioHash: string;
  /** The scenario's own pack as it was, parameters and all. */
  readonly pack: StandardsPack;
  /** Packs that it judged by beside its own, in the order of `standards`; absent: none. */
  readonly furtherPacks?: readonly StandardsPack[];
  readonly lane: 'arrival' | 'event';
  /** Event lane: what `evaluate` saw. */
  readonly window: Window | null;
  /** Arrival lane: the one reading. */
  readonly reading: Reading | null;
  readonly zoneKind: string;
  readonly verdict: Verdict;
  /** Event time up to which everything was in when it was judged. */
  readonly watermark: number;
  /** Journal offset of the record whose processing led to it. */
  readonly offset: number;
  /** Version of Citynerve and Node line: byte equality is promised on this line only. */
  readonly engine: { readonly version: string; readonly node: string };
}
