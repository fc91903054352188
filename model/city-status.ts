import type { Lag } from './lag.ts';

/** Where one receiver of the fold's results stands: a store, or a destination of alerts. */
export interface SinkProgress {
  readonly name: string;
  /** It has taken everything below this journal offset. */
  readonly nextOffset: number;
  /** Journal records that it has not taken. */
  readonly behindRecords: number;
  /** Seconds that the oldest of them has been waiting; null: not known. */
  readonly behindSeconds: number | null;
  /** Items that are on their way to it. */
  readonly waiting: number;
  /** Why it takes nothing, in words for an operator; null while it takes. */
  readonly trouble: string | null;
}

/** Whether an extension (scenario, dialect, pack, sink) is at work. */
export interface ExtensionStatus {
  readonly kind: string;
  readonly id: string;
  /** The zone that it is off for; null: it is one for the whole city. */
  readonly zoneId: string | null;
  readonly isOn: boolean;
  readonly lastError: string | null;
  readonly failures: number;
}

/** What the city knows of itself at one moment, and how far each part of it is behind. */
export interface CityStatus {
  readonly cityTime: number | null;
  /** Wall time at which this was said: milliseconds since 1970. */
  readonly saidAt: number;
  /** Wall time of the newest record folded; null: none since the brain started. */
  readonly tickAt: number | null;
  /** False: nothing new comes in and no action is taken. */
  readonly isGatewayThere: boolean;
  readonly lag: Lag;
  readonly sinks: readonly SinkProgress[];
  readonly extensions: readonly ExtensionStatus[];
  /** A scenario that is off for a zone: that no alert is open there says nothing. */
  readonly notWatched: readonly { readonly scenarioId: string; readonly zoneId: string }[];
  readonly devices: {
    readonly known: number;
    /** Have brought readings, and none for too long: the larger of three expected intervals and 180 s of city time. */
    readonly silent: number;
    /** Have never brought a reading. */
    readonly never: number;
  };
}
