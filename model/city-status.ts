import type { ClockHold } from './clock-hold.ts';
import type { GenerationBuild } from './generation-build.ts';
import type { Lag } from './lag.ts';

/** The progress of one sink of the fold's results: a store, or a destination of alerts. */
export interface SinkProgress {
  readonly name: string;
  /** Its cursor: everything below this journal offset has been taken; null: not known yet. */
  readonly nextOffset: number | null;
  /** Number of journal records that it has not taken yet; null: not known yet. */
  readonly behindRecords: number | null;
  /** Age in seconds of the oldest of them; null: not known. */
  readonly behindSeconds: number | null;
  /** Number of items queued for it. */
  readonly waiting: number;
  /** Why it takes nothing, as a sentence for an operator; null while it takes results. */
  readonly trouble: string | null;
}

/** Whether an extension (scenario, dialect, pack) or a sink is working. */
export interface ExtensionStatus {
  readonly kind: string;
  readonly id: string;
  /** The zone that this entry is about; null: the whole city. */
  readonly zoneId: string | null;
  readonly isOn: boolean;
  readonly lastError: string | null;
  readonly failures: number;
  readonly offBy: 'failure' | 'amendment' | 'person' | null;
  /** Who switched it off; null while it is on, and where it failed by itself. */
  readonly user: string | null;
}

/** The status of a city at one moment, with the lag of each part. */
export interface CityStatus {
  readonly cityTime: number | null;
  /** Since when city time does not follow the wall clock; null: it does. */
  readonly clockHold: ClockHold | null;
  /** Readings and documents that are being made again, until which they are shown as they were; null: none are. */
  readonly build: GenerationBuild | null;
  /** Wall time at which this status was made: milliseconds since 1970, UTC. */
  readonly saidAt: number;
  /** Wall time of the newest folded record, milliseconds since 1970, UTC; null: none since the brain started. */
  readonly tickAt: number | null;
  /** False while the brain has no connection to the gateway: no new records arrive and no action can be recorded. */
  readonly isGatewayThere: boolean;
  readonly lag: Lag;
  readonly sinks: readonly SinkProgress[];
  readonly extensions: readonly ExtensionStatus[];
  /** Scenarios that are off in a zone: the absence of alerts there is no sign that all is well. */
  readonly notWatched: readonly { readonly scenarioId: string; readonly zoneId: string }[];
  readonly devices: {
    readonly known: number;
    /** Devices whose last reading is older than three expected intervals, and older than 180 s of city time. */
    readonly silent: number;
    /** Devices that have never sent a reading. */
    readonly never: number;
  };
}
