import type { Duplex } from 'node:stream';

/** Stops reading from connections while more waits for the disk than may: the devices' own buffers fill, and they wait. */
export interface ReadBackpressure {
  readonly isOn: boolean;
  /** Put between a connection and whoever reads it, before its first byte is read. */
  guard(connection: Duplex, isExempt: () => boolean): void;
  /** To be called when less waits than before. */
  look(): void;
}

/**
 * aedes bounds what is in flight per connection (one read of about 64 KiB), and with thousands of connections that is no bound. Its own `pause`
 * loses count of what is in flight, so the bound is looked at in `read`: it gives nothing, and the socket's own buffer does the rest.
 */
export function createReadBackpressure(options: {
  readonly pendingBytes: () => number;
  readonly maxPendingBytes: number;
  /** Told each time that reading is held back. */
  readonly onHoldBack: () => void;
}): ReadBackpressure {
  const { pendingBytes, maxPendingBytes, onHoldBack } = options;
  const held = new Set<Duplex>();
  let isOn = false;

  function measure(): void {
    const bytes = pendingBytes();
    if (!isOn && bytes >= maxPendingBytes) {
      isOn = true;
      onHoldBack();
    } else if (isOn && bytes < maxPendingBytes / 2) {
      isOn = false;
    }
  }

  return {
    get isOn() {
      return isOn;
    },
    guard(connection, isExempt) {
      const read = connection.read;
      connection.read = function (size) {
        measure();
        if (!isOn || isExempt()) return read.call(this, size);
        held.add(connection);
        return null;
      };
      connection.once('close', () => held.delete(connection));
    },
    look() {
      measure();
      if (isOn || held.size === 0) return;
      const released = [...held];
      held.clear();
      // Whoever was refused before asks again, as if bytes had just come.
      for (const connection of released) connection.emit('readable');
    },
  };
}
