import type { TakeoverLimits } from './identities.ts';

/** Limits that keep one client from affecting the others. */
export interface GatewayLimits extends TakeoverLimits {
  /** Largest remaining length of an MQTT packet (MQTT 3.1.1, 2.2.3), before and after CONNECT. */
  readonly maxPacketBytes: number;
  /** The same for the city's own services, once they are authenticated. */
  readonly maxServicePacketBytes: number;
  readonly maxConnections: number;
  /** Bytes that may wait for the disk over all connections; while there are more, no connection is read. */
  readonly maxPendingBytes: number;
  /** How long a message waits while the journal accepts no writes, before its connection is closed. */
  readonly maxWaitSeconds: number;
  /**
   * Used shares of the journal's disk (0 to 1) from which on a warning is logged, and from which on nothing is written.
   */
  readonly warnDiskShare: number;
  readonly stopDiskShare: number;
  /** How long a connection may stay open without CONNECT. */
  readonly connectTimeoutSeconds: number;
  /** How long a client may not read what it is sent, before its connection is closed. */
  readonly drainTimeoutSeconds: number;
  /** Packets that a client may send behind CONNECT without waiting for CONNACK. */
  readonly maxPipelinedPackets: number;
  readonly maxSubscriptions: number;
  readonly maxTopicBytes: number;
  /**
   * Sustained rate of one device; a bridge has that of all its devices together. Messages above it are delayed, none is
   * refused.
   */
  readonly messagesPerSecond: number;
  /** Size of the token bucket: messages that a device may send at once after a pause. */
  readonly messageBurst: number;
}

/** Limits of a city on the wall clock. */
export const DEFAULT_LIMITS: GatewayLimits = {
  maxPacketBytes: 64 * 1024,
  maxServicePacketBytes: 4 * 1024 * 1024,
  maxConnections: 20_000,
  maxPendingBytes: 64 * 1024 * 1024,
  maxWaitSeconds: 30,
  warnDiskShare: 0.8,
  stopDiskShare: 0.95,
  connectTimeoutSeconds: 5,
  drainTimeoutSeconds: 1,
  maxPipelinedPackets: 2_000,
  maxSubscriptions: 32,
  maxTopicBytes: 512,
  takeoversAtOnce: 3,
  takeoverWindowSeconds: 60,
  firstTakeoverWaitSeconds: 1,
  // Below the 15 s that PubSubClient on a microcontroller waits for CONNACK.
  longestTakeoverWaitSeconds: 10,
  messagesPerSecond: 200,
  messageBurst: 2_000,
};

/** Limits of a driven city: its clock may run faster than real time, so a rate per real second has no meaning. */
export const DRIVEN_LIMITS: GatewayLimits = { ...DEFAULT_LIMITS, messagesPerSecond: Number.POSITIVE_INFINITY };
