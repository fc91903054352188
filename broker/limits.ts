/** Bounds that keep one client from being noticed by the others. */
export interface GatewayLimits {
  /** Largest MQTT packet after its fixed header, before and after CONNECT. */
  readonly maxPacketBytes: number;
  /** The same for the city's own programs, once they have shown who they are. */
  readonly maxServicePacketBytes: number;
  readonly maxConnections: number;
  /** Bytes that may wait for the disk over all connections; while there are more, no connection is read. */
  readonly maxPendingBytes: number;
  /** How long a message is held while the journal takes nothing, before its connection is closed. */
  readonly maxWaitSeconds: number;
  /** Shares of the journal's disk (0 to 1): from which on it is said, and from which on the journal takes nothing. */
  readonly warnDiskShare: number;
  readonly stopDiskShare: number;
  /** How long a socket may stay without CONNECT. */
  readonly connectTimeoutSeconds: number;
  /** How long a client may read nothing of what it is sent. */
  readonly drainTimeoutSeconds: number;
  /** Packets that may be sent behind CONNECT without waiting for CONNACK. */
  readonly maxPipelinedPackets: number;
  readonly maxSubscriptions: number;
  readonly maxTopicBytes: number;
  /**
   * A second client with the same identity is refused while the first was heard from within this time; after it, the first counts as
   * dead (its power failed, its network went away without a word) and is replaced.
   */
  readonly identityGraceSeconds: number;
  /** Lasting rate of one device; what is above it waits, nothing is refused. */
  readonly messagesPerSecond: number;
  /** Messages that a device may send at once after a quiet time. */
  readonly messageBurst: number;
}

/** Bounds of a city on the wall clock. */
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
  identityGraceSeconds: 15,
  messagesPerSecond: 200,
  messageBurst: 2_000,
};

/** A driven city runs as fast as its clock is turned, so a device's rate in real seconds says nothing about it. */
export const DRIVEN_LIMITS: GatewayLimits = { ...DEFAULT_LIMITS, messagesPerSecond: Number.POSITIVE_INFINITY };
