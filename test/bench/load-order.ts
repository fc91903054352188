/** What the load generator is told to do, once. */
export interface LoadOrder {
  readonly port: number;
  readonly clients: readonly { readonly name: string; readonly token: string }[];
  readonly payload: 'json-1' | 'json-6' | 'protobuf-1';
  readonly qos: 0 | 1;
  /** Messages of one connection that may be unacknowledged. */
  readonly window: number;
  /** All connections together; null: until it is told to stop. */
  readonly messages: number | null;
  /** All connections together; null: as fast as it goes. */
  readonly perSecond: number | null;
  /** Messages of one connection in a minute of its own time. */
  readonly perMinute: number;
  /** Time of the first message, milliseconds since 1970. */
  readonly from: number;
  /** Turns a driven city's clock by a minute whenever every connection has been acknowledged its messages of one; null: there is none to turn. */
  readonly clockToken: string | null;
}

/** What it says of a stretch: since it was last asked, or in all. */
export interface LoadReport {
  readonly sent: number;
  readonly seconds: number;
  readonly pubackMillis: { readonly p50: number; readonly p99: number; readonly most: number };
  /** CPU that the load generator itself took, microseconds. */
  readonly cpuMicros: number;
}

export type LoadNews =
  | { readonly type: 'ready' }
  | { readonly type: 'sample'; readonly report: LoadReport }
  | { readonly type: 'done'; readonly report: LoadReport };
export type LoadCommand =
  | { readonly type: 'open'; readonly order: LoadOrder }
  | { readonly type: 'go' | 'sample' | 'stop' };
