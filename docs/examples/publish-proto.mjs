// Publishes one value as protobuf:  CITYNERVE_TOKEN=… node publish-proto.mjs rain-1 rain 1.2 UNIT_MM
// Needs `npm install mqtt protobufjs` and telemetry.proto. Ends with 0 when the city has acknowledged: the value is on
// its disk. The device's line in devices.csv must name the dialect citynerve-proto.
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import mqtt from 'mqtt';
import protobuf from 'protobufjs';

const [device, channel, value, unit = 'UNIT_UNSPECIFIED'] = process.argv.slice(2);
const { CITYNERVE_TOKEN: password, CITYNERVE_HOST: host = '127.0.0.1', CITYNERVE_PORT: port = '1883' } = process.env;
if (value === undefined || !password) {
  process.stderr.write('usage: CITYNERVE_TOKEN=TOKEN node publish-proto.mjs DEVICE CHANNEL VALUE [UNIT_NAME]\n');
  process.exit(2);
}

// Beside your own program you would keep a copy of telemetry.proto and load that.
const proto = fileURLToPath(new URL('../../devices/dialects/citynerve-proto/telemetry.proto', import.meta.url));
const root = await protobuf.load(proto);
const Batch = root.lookupType('citynerve.telemetry.v1.Batch');
const units = root.lookupEnum('citynerve.telemetry.v1.Unit').values;
if (units[unit] === undefined) {
  process.stderr.write(`${unit} is not in telemetry.proto; it has ${Object.keys(units).join(', ')}\n`);
  process.exit(2);
}

// boot and sequence make a repeat recognisable: boot is new at each start, sequence counts up from 0.
const batch = {
  version: 1,
  boot: randomUUID(),
  sequence: 0,
  baseTimeMs: Date.now(),
  series: [{ channel, unit: units[unit], values: [Number(value)] }],
};
const payload = Batch.encode(batch).finish();
try {
  // A device that stays connected leaves out reconnectPeriod: mqtt then connects again by itself and repeats what has
  // no PUBACK.
  const options = { clientId: device, username: device, password, reconnectPeriod: 0 };
  const client = await mqtt.connectAsync(`mqtt://${host}:${port}`, options, false);
  await client.publishAsync(`city/v1/devices/${device}/telemetry`, payload, { qos: 1 });
  process.stdout.write(`acknowledged: ${payload.length} bytes\n`);
  await client.endAsync();
} catch (error) {
  process.stderr.write(
    `not acknowledged: ${error.message} ("Not authorized": wrong device or token). Keep the value and try again.\n`,
  );
  process.exit(1);
}
