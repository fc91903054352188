import type { QualityLevel } from '../model/quality.ts';
import type { Reading } from '../model/reading.ts';
import type { Contribution } from '../model/state.ts';
import type { SeriesFacts } from './batch.ts';
import type { Sample } from './estimate.ts';
import type { Point } from './points.ts';

/** What one series gives to the estimate at a grid point. */
export interface SeriesPart {
  /** null: it has no value there. */
  readonly sample: Sample | null;
  /** The readings that the sample is made of. */
  readonly used: readonly Contribution[];
  /** Readings that would have been used if their quality were not bad. */
  readonly bad: readonly Point[];
}

/** The recent readings of one channel in event time. What they give to an estimate depends on the property's kind. */
export interface ChannelSeries {
  /** Replaced when the device or its model changes. */
  facts: SeriesFacts;
  /** Inserts a reading in order of time; removes readings that are no longer valid at `keepFrom`. */
  add(reading: Reading, keepFrom: number): void;
  partAt(at: number): SeriesPart;
  /** Until when (exclusive) a reading at `observedAt` affects estimates. */
  validUntil(observedAt: number): number;
  /** Only of an amount: whether a usable one was observed in the minute before `at`. */
  hasAmountAt?(at: number): boolean;
  snapshot(): SeriesSnapshot;
}

/** A series as plain JSON; points are tuples without the fields that they share. */
export interface SeriesSnapshot {
  readonly facts: SeriesFacts;
  readonly points: readonly (readonly [
    observedAt: number,
    value: number,
    quality: QualityLevel,
    offset: number,
    /** Absent: one. */
    count?: number,
  ])[];
}
