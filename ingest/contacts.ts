/**
 * Messages that follow each other closer than this belong to one burst; half an interval of a device that speaks more
 * often.
 */
const PAUSE_MILLIS = 1000;
/** A device that was not heard for so many of its intervals has kept back what it says first. */
const KEPT_BACK_INTERVALS = 2;
/** No backlog takes longer than this to be sent: a device that goes on like that simply speaks often. */
const LONGEST_BURST_MILLIS = 10 * 60_000;

/** What the last message of a device says of the time of what it brought, as far as that has none of its own. */
export interface Contact {
  /** City time of the last contact before it: it was observed between then and its arrival. */
  readonly from: number;
  /** It belongs to what a device had kept back: its arrival says little of when it was observed. */
  readonly isKeptBack: boolean;
}

/** Milliseconds of city time; changed with each message. */
interface Heard extends Contact {
  connection: number;
  lastAt: number;
  /** The last arrival before `lastAt`; `lastAt` where there is none. */
  earlierAt: number;
  from: number;
  isKeptBack: boolean;
  /** What follows closely is kept back, too. */
  isBurst: boolean;
  burstBegunAt: number;
}

/** No connection has this number. */
const NO_CONNECTION = -1;

/**
 * When each device was last heard, so that what it kept back while it could not be heard is known as such: the messages
 * of a burst on a new connection or after a long silence, and the first one of a connection when the device was
 * overdue. Some 100 bytes a device, for as long as the device is registered.
 */
export class Contacts {
  readonly #heard = new Map<string, Heard>();

  /** A message of a device has come; `intervalSeconds`: how often the device is expected to speak. */
  hear(deviceId: string, connection: number, receivedAt: number, intervalSeconds: number): Contact {
    const heard = this.#heard.get(deviceId);
    if (heard !== undefined) {
      hearAgain(heard, connection, receivedAt, intervalSeconds * 1000);
      return heard;
    }
    // Never heard before: how far back it reaches is not known, and nothing stands there that it could be held against.
    const times = { lastAt: receivedAt, earlierAt: receivedAt, from: receivedAt, burstBegunAt: receivedAt };
    const first: Heard = { connection, ...times, isKeptBack: true, isBurst: true };
    this.#heard.set(deviceId, first);
    return first;
  }

  /** The gateway was away: what comes next comes on another connection, whatever its number. */
  interrupt(): void {
    for (const heard of this.#heard.values()) heard.connection = NO_CONNECTION;
  }

  /** The device is no longer part of the city. */
  forget(deviceId: string): void {
    this.#heard.delete(deviceId);
  }

  snapshot(): ContactsSnapshot {
    return [...this.#heard].map(([deviceId, heard]) => [deviceId, { ...heard }]);
  }

  restore(snapshot: ContactsSnapshot): void {
    this.#heard.clear();
    for (const [deviceId, heard] of snapshot) this.#heard.set(deviceId, { ...heard });
  }
}

function hearAgain(heard: Heard, connection: number, receivedAt: number, intervalMillis: number): void {
  const silence = receivedAt - heard.lastAt;
  const isClose = silence <= Math.min(PAUSE_MILLIS, intervalMillis / 2);
  if (silence > 0) heard.earlierAt = heard.lastAt;
  if (heard.isBurst && isClose && receivedAt - heard.burstBegunAt <= LONGEST_BURST_MILLIS) {
    heard.isKeptBack = true;
  } else {
    const isConnectedAnew = connection !== heard.connection;
    const isOverdue = silence > KEPT_BACK_INTERVALS * intervalMillis;
    heard.from = heard.earlierAt;
    heard.isKeptBack = isConnectedAnew && isOverdue;
    heard.isBurst = isConnectedAnew || isOverdue;
    heard.burstBegunAt = receivedAt;
  }
  heard.lastAt = receivedAt;
  heard.connection = connection;
}

/** Contacts as plain JSON. */
export type ContactsSnapshot = readonly (readonly [deviceId: string, heard: Heard])[];
