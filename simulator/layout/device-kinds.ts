/** Name, owner and possible providers of a kind of device. */
export interface DeviceKind {
  readonly prefix: string;
  readonly department: string;
  readonly providers: readonly string[];
  readonly intervalSeconds: number;
}

const kind = (prefix: string, department: string, providers: readonly string[], intervalSeconds = 60): DeviceKind => ({
  prefix,
  department,
  providers,
  intervalSeconds,
});

/** The kinds of the demo city by device model. All vendors are invented. */
export const DEVICE_KINDS = {
  'rain-gauge': kind('rain', 'meteorology', ['yunhe', 'haiyu']),
  'rain-gauge-5min': kind('rain5', 'meteorology', ['yunhe'], 300),
  'drain-level': kind('drain', 'drainage', ['haiyu', 'shuimai']),
  'pump-monitor': kind('pump', 'drainage', ['shuimai']),
  'road-flood-depth': kind('depth', 'drainage', ['shuimai', 'lujing'], 30),
  'traffic-counter': kind('traffic', 'traffic-police', ['lujing', 'tongda']),
  'air-quality-station': kind('air', 'ecology', ['qingfeng']),
  'dust-monitor': kind('dust', 'housing', ['qingfeng']),
  'noise-meter': kind('noise', 'ecology', ['qingfeng', 'jingan']),
  'weather-station': kind('weather', 'meteorology', ['yunhe']),
  'gas-detector': kind('gas', 'gas-supply', ['anran'], 30),
  'transformer-monitor': kind('transformer', 'power', ['dianwang']),
  parking: kind('parking', 'urban-management', ['tongda'], 300),
} as const satisfies Readonly<Record<string, DeviceKind>>;

/** Seconds between two messages of a device of this model; null for a model that the demo city does not have. */
export function intervalSecondsOf(model: string): number | null {
  return isKnown(model) ? DEVICE_KINDS[model].intervalSeconds : null;
}

const isKnown = (model: string): model is keyof typeof DEVICE_KINDS => Object.hasOwn(DEVICE_KINDS, model);
