// Publishes one value as Citynerve JSON:  CITYNERVE_TOKEN=… node publish.mjs rain-1 rain 1.2 mm
// Needs `npm install mqtt`. Ends with 0 when the city has acknowledged: the value is on its disk.
import { randomUUID } from 'node:crypto';
import mqtt from 'mqtt';

const [device, channel, value, unit] = process.argv.slice(2);
const { CITYNERVE_TOKEN: password, CITYNERVE_HOST: host = '127.0.0.1', CITYNERVE_PORT: port = '1883' } = process.env;
if (value === undefined || !password) {
  process.stderr.write('usage: CITYNERVE_TOKEN=TOKEN node publish.mjs DEVICE CHANNEL VALUE [UNIT]\n');
  process.exit(2);
}

// boot and seq make a repeat recognisable: boot is new at each start, seq counts up from 0.
const message = { boot: randomUUID(), seq: 0, ts: Date.now(), values: { [channel]: { value: Number(value), unit } } };
try {
  // A device that stays connected leaves out reconnectPeriod and sets reconnectOnConnackError: true (the city answers 3
  // while its disk is full): mqtt then connects again by itself and repeats what has no PUBACK.
  const options = { clientId: device, username: device, password, reconnectPeriod: 0 };
  const client = await mqtt.connectAsync(`mqtt://${host}:${port}`, options, false);
  await client.publishAsync(`city/v1/devices/${device}/telemetry`, JSON.stringify(message), { qos: 1 });
  process.stdout.write(`acknowledged: ${JSON.stringify(message)}\n`);
  await client.endAsync();
} catch (error) {
  process.stderr.write(
    `not acknowledged: ${error.message} ("Not authorized": wrong device or token). Keep the value and try again.\n`,
  );
  process.exit(1);
}
