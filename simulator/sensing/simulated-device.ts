import { encodeCitynerveJson } from '../../devices/dialects/citynerve-json/citynerve-json-encoder.ts';
import type { Device } from '../../model/device.ts';
import type { SiteTruth } from '../../model/ground-truth.ts';
import { applyFaults } from '../faults/apply.ts';
import type { Fault, FaultKind } from '../faults/fault.ts';
import { intervalSecondsOf } from '../layout/device-kinds.ts';
import { createRandom } from '../random.ts';
import type { Truth } from '../world/world.ts';
import type { Values } from './instrument.ts';
import { INSTRUMENTS } from './instruments.ts';
import { createOutbox } from './outbox.ts';

/** One MQTT message to publish. */
export interface Publication {
  readonly deviceId: string;
  readonly payload: Uint8Array;
  readonly valueCount: number;
}

/** Messages of a device at one step, and the faults that were applied. */
interface StepOutput {
  readonly publications: readonly Publication[];
  readonly appliedFaults: readonly FaultKind[];
}

/** A device with its instrument, clock, sequence number and faults. */
export interface SimulatedDevice {
  readonly device: Device;
  takeFaults(faults: readonly Fault[]): void;
  /** One step of the world; null when nothing is due. */
  step(site: SiteTruth, truth: Truth, elapsedSeconds: number): StepOutput | null;
  /** Messages that are still delayed. */
  close(): readonly Publication[];
}

const STEP_SECONDS = 10;

/** Null for a model without an instrument: the device publishes nothing. */
export function createSimulatedDevice(
  device: Device,
  run: { readonly seed: number; readonly boot: string },
): SimulatedDevice | null {
  const makeInstrument = INSTRUMENTS[device.model];
  const interval = intervalSecondsOf(device.model);
  if (!makeInstrument || interval === null) return null;
  // These names are part of the seed: other names would change every simulated city.
  const random = createRandom(run.seed, 'voice', device.id);
  const faultRandom = createRandom(run.seed, 'fault-strikes', device.id);
  const phase = STEP_SECONDS * random.integer(0, interval / STEP_SECONDS - 1);
  const instrument = makeInstrument(device, random);
  let faults: readonly Fault[] = [];
  const outbox = createOutbox<Publication>();
  let lastPublished: Values | null = null;
  let sequence = 0;

  const measure = (at: number, measured: Values): readonly FaultKind[] => {
    const outcome = applyFaults({ at, values: measured, lastPublished }, faults, faultRandom);
    // A lost message has used its sequence number: that is how the loss is noticed.
    sequence += 1;
    if (outcome.isLost) return outcome.appliedFaults;
    lastPublished = outcome.values;
    const { values } = outcome;
    const payload = encodeCitynerveJson({ seq: sequence, boot: run.boot, ts: at + outcome.skewMillis, values });
    const publication = { deviceId: device.id, payload, valueCount: Object.keys(values).length };
    const due = outcome.heldUntil ?? at;
    if (outcome.isDelayed) outbox.putAfterNext(due, publication);
    else outbox.put(due, publication);
    if (outcome.isDuplicated) outbox.put(due, publication);
    return outcome.appliedFaults;
  };

  return {
    device,
    takeFaults(next) {
      faults = next;
    },
    step(site, truth, elapsedSeconds) {
      instrument.feel?.(site, STEP_SECONDS);
      const isDue = (elapsedSeconds - phase) % interval === 0;
      if (!isDue && outbox.isEmpty()) return null;
      const measured = isDue ? instrument.read(site, truth) : {};
      const appliedFaults = Object.keys(measured).length > 0 ? measure(truth.at, measured) : [];
      return { publications: outbox.take(truth.at), appliedFaults };
    },
    close: () => outbox.close(),
  };
}
