/** Order to the load generator, sent once. */
export interface LoadOrder {
  readonly port: number;
  readonly clients: readonly { readonly name: string; readonly token: string }[];
  readonly payload: 'json-1' | 'json-6' | 'protobuf-1';
  readonly qos: 0 | 1;
  /** Messages of one connection that may be unacknowledged. */
  readonly window: number;
  /** Of all connections; null: until it is stopped. */
  readonly messages: number | null;
  /** Of all connections; null: as fast as possible. */
  readonly perSecond: number | null;
  /** Messages of one connection in a minute of city time. */
  readonly perMinute: number;
  /** Time of the first message, milliseconds since 1970. */
  readonly from: number;
  /** Advances a driven city's clock by a minute when every connection has its PUBACKs of one; null: no driven clock. */
  readonly clockToken: string | null;
}

/** Counts since the last report, or in all. */
export interface LoadReport {
  readonly sent: number;
  readonly seconds: number;
  readonly pubackMillis: { readonly p50: number; readonly p99: number; readonly most: number };
  /** CPU of the load generator itself, microseconds. */
  readonly cpuMicros: number;
}

export type LoadMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'sample'; readonly report: LoadReport }
  | { readonly type: 'done'; readonly report: LoadReport };
export type LoadCommand =
  | { readonly type: 'open'; readonly order: LoadOrder }
  | { readonly type: 'go' | 'sample' | 'stop' };
