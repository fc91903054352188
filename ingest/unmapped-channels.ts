import type { Unmapped } from '../model/fold.ts';

/** Maximum number of channel names per device; further ones are counted under `*`. */
const MAX_CHANNELS_PER_DEVICE = 200;
const MAX_NAME_LENGTH = 64;
const OVERFLOW = '*';

/** The entries as plain JSON. */
export type UnmappedSnapshot = readonly Unmapped[];

/** Counts the values of unmapped channels, with the last value of each. */
export class UnmappedChannels {
  readonly #devices = new Map<string, Map<string, Unmapped>>();
  readonly #changed = new Map<string, { readonly deviceId: string; readonly channel: string }>();

  /** Counts a value of an unmapped channel. */
  note(deviceId: string, name: string, lastValue: number, lastOffset: number): void {
    let channels = this.#devices.get(deviceId);
    if (channels === undefined) {
      channels = new Map();
      this.#devices.set(deviceId, channels);
    }
    const short = name.slice(0, MAX_NAME_LENGTH);
    const channel = channels.has(short) || channels.size < MAX_CHANNELS_PER_DEVICE ? short : OVERFLOW;
    const count = (channels.get(channel)?.count ?? 0) + 1;
    channels.set(channel, { deviceId, channel, count, lastOffset, lastValue });
    this.#changed.set(`${deviceId}\n${channel}`, { deviceId, channel });
  }

  /** The entries that changed since the last call. */
  takeChanged(): readonly Unmapped[] {
    const entries = [...this.#changed.values()].flatMap(
      ({ deviceId, channel }) => this.#devices.get(deviceId)?.get(channel) ?? [],
    );
    this.#changed.clear();
    return entries;
  }

  snapshot(): UnmappedSnapshot {
    return [...this.#devices.values()].flatMap((channels) => [...channels.values()]);
  }

  restore(snapshot: UnmappedSnapshot): void {
    this.#devices.clear();
    this.#changed.clear();
    for (const entry of snapshot) {
      const channels = this.#devices.get(entry.deviceId) ?? new Map<string, Unmapped>();
      channels.set(entry.channel, entry);
      this.#devices.set(entry.deviceId, channels);
    }
  }
}
