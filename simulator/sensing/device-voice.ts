import { encodeCitynerveJson } from '../../devices/dialects/citynerve-json/citynerve-json-encoder.ts';
import type { Device } from '../../model/device.ts';
import { applyFaults } from '../faults/apply.ts';
import type { Fault, FaultKind } from '../faults/fault.ts';
import { intervalSecondsOf } from '../layout/device-kinds.ts';
import { createRandom } from '../random.ts';
import type { SiteState, Truth } from '../world/world.ts';
import type { Values } from './instrument.ts';
import { INSTRUMENTS } from './instruments.ts';

/** One MQTT message to be. */
export interface Publication {
  readonly deviceId: string;
  readonly payload: Uint8Array;
  readonly valueCount: number;
}

/** What a device says at one step, and the faults that touched it. */
interface Utterance {
  readonly publications: readonly Publication[];
  readonly touchedBy: readonly FaultKind[];
}

/** A device with its instrument, its clock, its counter and its faults. */
export interface DeviceVoice {
  readonly device: Device;
  takeFaults(faults: readonly Fault[]): void;
  /** One step of the world; null when nothing is due. */
  live(site: SiteState, truth: Truth, elapsedSeconds: number): Utterance | null;
  /** What it still held back. */
  close(): readonly Publication[];
}

const STEP_SECONDS = 10;

/** Null for a model that nobody simulates: the device stays silent. */
export function createDeviceVoice(
  device: Device,
  run: { readonly seed: number; readonly boot: string },
): DeviceVoice | null {
  const makeInstrument = INSTRUMENTS[device.model];
  const interval = intervalSecondsOf(device.model);
  if (!makeInstrument || interval === null) return null;
  const random = createRandom(run.seed, 'voice', device.id);
  const faultRandom = createRandom(run.seed, 'fault-strikes', device.id);
  const phase = STEP_SECONDS * random.integer(0, interval / STEP_SECONDS - 1);
  const instrument = makeInstrument(device, random);
  let faults: readonly Fault[] = [];
  let held: readonly Publication[] = [];
  let lastSaid: Values | null = null;
  let sequence = 0;

  const speak = (at: number, seen: Values): Utterance => {
    const outcome = applyFaults({ at, values: seen, lastSaid }, faults, faultRandom);
    // A message that the network lost was counted by its device: that is how the loss is noticed.
    sequence += 1;
    if (outcome.isLost) return { publications: [], touchedBy: outcome.touchedBy };
    lastSaid = outcome.values;
    const { values } = outcome;
    const payload = encodeCitynerveJson({ seq: sequence, boot: run.boot, ts: at + outcome.skewMillis, values });
    const publication = { deviceId: device.id, payload, valueCount: Object.keys(values).length };
    const now = outcome.isTwice ? [publication, publication] : [publication];
    if (outcome.isHeld && held.length === 0) {
      held = now;
      return { publications: [], touchedBy: outcome.touchedBy };
    }
    const publications = [...now, ...held];
    held = [];
    return { publications, touchedBy: outcome.touchedBy };
  };

  return {
    device,
    takeFaults(next) {
      faults = next;
    },
    live(site, truth, elapsedSeconds) {
      instrument.feel?.(site, STEP_SECONDS);
      if ((elapsedSeconds - phase) % interval !== 0) return null;
      return speak(truth.at, instrument.read(site, truth));
    },
    close() {
      const left = held;
      held = [];
      return left;
    },
  };
}
