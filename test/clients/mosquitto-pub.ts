import { PROGRAMS } from '../harness/real-programs.ts';
import type { ClientOrder } from './client-order.ts';
import { runProgram } from './run-program.ts';

/** mosquitto_pub that reads lines: up to 20 in flight, sends again with DUP = 1. */
export async function mosquittoPub({ port, deviceId, token, topic, payloads }: ClientOrder): Promise<number> {
  const to = ['-h', '127.0.0.1', '-p', `${port}`, '-q', '1', '-t', topic, '-l', '-d'];
  const printed = await runProgram(
    PROGRAMS.mosquitto_pub,
    [...to, '-i', deviceId, '-u', deviceId, '-P', token],
    payloads,
  );
  return new Set(printed.match(/received PUBACK \(Mid: \d+/g)).size;
}
