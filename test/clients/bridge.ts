import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../harness/eventually.ts';
import { freePort } from '../harness/free-port.ts';
import { PROGRAMS } from '../harness/real-programs.ts';
import type { ClientOrder } from './client-order.ts';
import { runProgram } from './run-program.ts';

/**
 * A mosquitto broker that bridges to the city what mosquitto_pub gives it; the connection that is cut is the bridge's.
 */
export async function bridge({ port, deviceId, token, topic, payloads, scratch }: ClientOrder): Promise<number> {
  const local = await freePort();
  const settings = join(scratch, `${deviceId}.conf`);
  writeFileSync(
    settings,
    `listener ${local} 127.0.0.1
allow_anonymous true
log_type debug
log_dest stderr
# Beyond 1,000 waiting messages a broker drops.
max_queued_messages 0
connection ${deviceId}
address 127.0.0.1:${port}
topic city/v1/devices/# out 1
remote_username ${bridgeOf(deviceId)}
remote_password ${token}
restart_timeout 1
`,
  );
  const broker = spawn(PROGRAMS.mosquitto, ['-c', settings], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(broker, 'exit');
  // The bridge's own state is acknowledged as well, and is none of the messages.
  const own = new Set<string>();
  const acknowledged = new Set<string>();
  let rest = '';
  broker.stderr.setEncoding('utf8').on('data', (piece: string) => {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, sent] = line.includes(`'${topic}'`) ? (/Sending PUBLISH to local\..* m(\d+),/.exec(line) ?? []) : [];
      if (sent !== undefined) own.add(sent);
      const [, taken] = /Received PUBACK from local\..*\(Mid: (\d+),/.exec(line) ?? [];
      if (taken !== undefined && own.has(taken)) acknowledged.add(taken);
    }
  });
  try {
    // Until mosquitto listens, its client is refused.
    const to = ['-h', '127.0.0.1', '-p', `${local}`];
    await eventually(() => runProgram(PROGRAMS.mosquitto_pub, [...to, '-t', 'listening', '-n'], []));
    await runProgram(PROGRAMS.mosquitto_pub, [...to, '-q', '1', '-t', topic, '-l'], payloads);
    while (acknowledged.size < payloads.length) await Promise.race([once(broker.stderr, 'data'), gone(ended)]);
  } finally {
    broker.kill();
    await ended;
  }
  return acknowledged.size;
}

/** Name of the bridge that a device is listed for. */
export const bridgeOf = (deviceId: string): string => `${deviceId}-bridge`;

async function gone(ended: Promise<unknown>): Promise<never> {
  await ended;
  throw new Error('mosquitto ended by itself');
}
