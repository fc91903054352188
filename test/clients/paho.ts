import { fileURLToPath } from 'node:url';
import { PROGRAMS } from '../harness/real-programs.ts';
import type { ClientOrder } from './client-order.ts';
import { runProgram } from './run-program.ts';

const SCRIPT = fileURLToPath(new URL('publish_lines.py', import.meta.url));

/** Eclipse Paho for Python: up to 20 in flight, sends again with DUP = 1. */
export async function paho({ port, deviceId, token, topic, payloads }: ClientOrder): Promise<number> {
  const args = [SCRIPT, `${port}`, deviceId, topic];
  return Number(await runProgram(PROGRAMS.python3, args, payloads, { CITYNERVE_TOKEN: token }));
}
