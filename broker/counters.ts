import { REFUSAL_REASONS, type RefusalReason } from '../model/refusal-reason.ts';

/**
 * Counters of the gateway since its start; only `openConnections` also decreases. Exported as metrics under these
 * names.
 */
export interface GatewayCounters {
  /** Connections accepted, and how many are open now. */
  connections: number;
  openConnections: number;
  /** Connections closed at once because `maxConnections` were open. */
  connectionsOverLimit: number;
  /** CONNECTs answered with "server unavailable" because the journal accepted no writes. */
  connectsWhileFull: number;
  /** Publications of devices that were given to the journal, and their payload bytes. */
  received: number;
  receivedBytes: number;
  /** Publications by quality of service that are on disk. */
  journalledQos0: number;
  journalledQos1: number;
  journalledQos2: number;
  /**
   * Publications not acknowledged because the journal did not write them within `maxWaitSeconds`; devices send them
   * again.
   */
  expired: number;
  /** How often reading from connections was paused because `maxPendingBytes` waited for the disk. */
  brakes: number;
  /** Publications delayed because their client was above its rate. */
  slowed: number;
  /** Retain flags of devices that were ignored. */
  retainIgnored: number;
  /** Publications in which a token was masked. */
  secretsMasked: number;
  /** Connections closed because a newer one with the same identity took over, and takeovers that had to wait. */
  takeovers: number;
  takeoversSlowed: number;
  ticks: number;
  /** Clock messages before the current city time, and clock messages without a valid time. */
  clockIgnored: number;
  clockMalformed: number;
  /** Alerts that the brain published. */
  alertsPublished: number;
  /** Notices that operators' flows published. */
  noticesPublished: number;
  refused: Record<RefusalReason, number>;
}

/** All zeros. */
export function createCounters(): GatewayCounters {
  return {
    connections: 0,
    openConnections: 0,
    connectionsOverLimit: 0,
    connectsWhileFull: 0,
    received: 0,
    receivedBytes: 0,
    journalledQos0: 0,
    journalledQos1: 0,
    journalledQos2: 0,
    expired: 0,
    brakes: 0,
    slowed: 0,
    retainIgnored: 0,
    secretsMasked: 0,
    takeovers: 0,
    takeoversSlowed: 0,
    ticks: 0,
    clockIgnored: 0,
    clockMalformed: 0,
    alertsPublished: 0,
    noticesPublished: 0,
    refused: Object.fromEntries(REFUSAL_REASONS.map((reason) => [reason, 0])) as Record<RefusalReason, number>,
  };
}
