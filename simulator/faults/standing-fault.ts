import type { Device } from '../../model/device.ts';
import { createRandom } from '../random.ts';
import type { Schedule } from '../world/schedule.ts';
import type { Fault } from './fault.ts';

/** A fault that many devices have together, for a whole run or in each storm: what a hardening is made of. */
export interface StandingFault extends Pick<Fault, 'kind' | 'value' | 'strength'> {
  /** Device models that have it; null: all. */
  readonly models: readonly string[] | null;
  /** Share of these devices, each chosen once for the run. */
  readonly share: number;
  /** Only so many of a model at each place, the first of them; null: all. */
  readonly perPlace: number | null;
  /** Of either sign, chosen once for each device. */
  readonly isEitherSign: boolean;
  /** Always, or from ten minutes after the begin of a storm for 45 minutes at the devices of one cell. */
  readonly when: 'always' | 'in-a-cell-in-each-storm';
}

const MINUTE = 60_000;
const FIRST_MINUTE = 10;
const LAST_MINUTE = 55;

/** The faults of one block that a standing one brings. `cellOf` gives the cell that a device stands in. */
export function spreadStandingFault(
  standing: StandingFault,
  run: {
    readonly seed: number;
    readonly schedule: Schedule;
    readonly devices: readonly Device[];
    readonly zoneOf: (device: Device) => string | null;
    readonly cellOf: (device: Device) => string | null;
    /** The cells with a low point: where a storm may hide a flood. */
    readonly cells: readonly string[];
  },
): readonly Fault[] {
  const { schedule, seed, cells } = run;
  const { kind, value } = standing;
  const devices = chooseDevices(standing, run);
  const faultOf = ({ id }: Device, from: number, until: number): Fault => {
    const isNegative = standing.isEitherSign && createRandom(seed, 'standing-sign', kind, id).chance(0.5);
    return { deviceId: id, kind, from, until, value, strength: (isNegative ? -1 : 1) * standing.strength };
  };
  if (standing.when === 'always') return devices.map((device) => faultOf(device, schedule.from, schedule.until));
  if (cells.length === 0) return [];
  const random = createRandom(seed, 'standing-cell', schedule.from);
  return schedule.storms.flatMap((storm) => {
    const cell = random.pick(cells);
    const from = Math.round(storm.from + FIRST_MINUTE * MINUTE);
    const until = Math.round(storm.from + LAST_MINUTE * MINUTE);
    return devices.filter((device) => run.cellOf(device) === cell).map((device) => faultOf(device, from, until));
  });
}

function chooseDevices(
  { models, share, perPlace, kind }: StandingFault,
  run: {
    readonly seed: number;
    readonly devices: readonly Device[];
    readonly zoneOf: (device: Device) => string | null;
  },
): readonly Device[] {
  const seen = new Map<string, number>();
  return run.devices.filter((device) => {
    if (models !== null && !models.includes(device.model)) return false;
    const place = `${run.zoneOf(device)} ${device.model}`;
    const before = seen.get(place) ?? 0;
    seen.set(place, before + 1);
    if (perPlace !== null && before >= perPlace) return false;
    return createRandom(run.seed, 'standing', kind, device.id).chance(share);
  });
}
