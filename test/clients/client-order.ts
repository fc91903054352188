/** What one run of a client has to do. */
export interface ClientOrder {
  readonly deviceId: string;
  readonly token: string;
  /** Port of this machine to which the client connects: the proxy that cuts. */
  readonly port: number;
  readonly topic: string;
  readonly payloads: readonly string[];
  /** A folder for its files; removed by who gives the order. */
  readonly scratch: string;
}

/**
 * Publishes all payloads of an order with QoS 1, and goes on over any number of cut connections. Resolves with the
 * number of those that were acknowledged to the client; rejects when the client itself fails.
 */
export type RealClient = (order: ClientOrder) => Promise<number>;
