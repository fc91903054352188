/** Order to the reconnecting devices, sent once. */
export interface ReconnectOrder {
  readonly port: number;
  readonly clients: readonly { readonly name: string; readonly token: string }[];
  /** Of each device: seconds from an acknowledgement to its next message. */
  readonly everySeconds: number;
  readonly backOff: 'fixed' | 'jitter';
  /** Time of the first message, milliseconds since 1970. */
  readonly from: number;
}

/** Their messages over IPC. */
export type ReconnectMessage =
  | { readonly type: 'counting' }
  | {
      readonly type: 'back';
      /** Milliseconds of each device, in the order in which they were back. */
      readonly backAfter: readonly number[];
      readonly attempts: number;
      readonly refused: number;
    }
  | { readonly type: 'stopped'; readonly acknowledged: number };
