import type { Duplex } from 'node:stream';

/** Stops reading from connections while too many bytes wait for the disk: TCP flow control then stops the devices. */
export interface ReadBackpressure {
  readonly isOn: boolean;
  /** Overrides `read` of a connection; to be called before its first byte is read. */
  guard(connection: Duplex, isExempt: () => boolean): void;
  /** To be called when the number of waiting bytes has decreased. */
  update(): void;
}

/**
 * Reading stops at `maxPendingBytes` and goes on below half of it. aedes only limits what is in flight per connection
 * (one read of about 64 KiB), which is no limit with thousands of connections. Its `pause` would lose count of the
 * packets in flight; therefore `read` of the connection returns null, as if no bytes had arrived.
 */
export function createReadBackpressure(options: {
  readonly pendingBytes: () => number;
  readonly maxPendingBytes: number;
  /** Called each time reading stops. */
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
    update() {
      measure();
      if (isOn || held.size === 0) return;
      const released = [...held];
      held.clear();
      // Makes aedes call `read` again, as it does when bytes arrive.
      for (const connection of released) connection.emit('readable');
    },
  };
}
