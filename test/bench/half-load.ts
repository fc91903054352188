import { type PathRun, runWholePath } from './whole-path.ts';

const DEVICES = 500;
const FIRST_MESSAGES = 100_000;
const SECONDS = 20;

/**
 * PUBACK times of 500 devices at half of the rate at which the whole path, until stored and evaluated, keeps up on this
 * machine.
 */
export async function measureHalfLoad(): Promise<{ readonly most: number; readonly half: PathRun }> {
  const load = { payload: 'json-1', qos: 1, devices: DEVICES, perMinute: 1 } as const;
  const fastest = await runWholePath({ ...load, messages: FIRST_MESSAGES });
  const most = fastest.report.sent / fastest.seconds;
  const perSecond = Math.round(most / 2);
  return { most, half: await runWholePath({ ...load, perSecond, messages: perSecond * SECONDS }) };
}
