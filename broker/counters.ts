import { REFUSAL_REASONS, type RefusalReason } from './refusal-reason.ts';

/** What the gateway has done since it started, as plain running integers. */
export interface GatewayCounters {
  /** Connections taken, and how many are open now. */
  connections: number;
  openConnections: number;
  /** Connections dropped at once because there were as many as may be. */
  connectionsOverLimit: number;
  /** CONNECTs answered with "server unavailable" because the journal took nothing. */
  connectsWhileFull: number;
  /** Publications of devices that passed the gateway, and their payload bytes. */
  received: number;
  receivedBytes: number;
  /** Publications by quality of service that are on disk. */
  journalledQos0: number;
  journalledQos1: number;
  journalledQos2: number;
  /** Publications that were given up after the longest wait; their devices keep them. */
  expired: number;
  /** How often connections were not read because too much waited for the disk. */
  brakes: number;
  /** Publications that waited for their client's rate. */
  slowed: number;
  /** Retain flags of devices that were ignored. */
  retainIgnored: number;
  /** Publications in which a token was masked. */
  secretsMasked: number;
  /** Stale identities that were replaced by a newer connection. */
  replaced: number;
  ticks: number;
  /** Clock messages that were lower than city time, or not a time at all. */
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
    replaced: 0,
    ticks: 0,
    clockIgnored: 0,
    clockMalformed: 0,
    alertsPublished: 0,
    noticesPublished: 0,
    refused: Object.fromEntries(REFUSAL_REASONS.map((reason) => [reason, 0])) as Record<RefusalReason, number>,
  };
}
