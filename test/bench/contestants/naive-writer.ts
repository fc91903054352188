import { InfluxDB, Point } from '@influxdata/influxdb-client';
import mqtt from 'mqtt';

// The simplest program for the task: subscribe, parse, writePoint with the client's defaults. Arguments: MQTT port,
// InfluxDB URL, database.
const [mqttPort, url = '', database = ''] = process.argv.slice(2);
const writeApi = new InfluxDB({ url, token: '' }).getWriteApi('', database, 'ms');
// InfluxDB 1.6 has the older endpoint only.
Object.assign(writeApi, { path: `/write?db=${database}&precision=ms` });
const client = await mqtt.connectAsync(`mqtt://127.0.0.1:${mqttPort}`, { clientId: 'naive-writer' });
client.on('message', (topic, payload) => {
  const message = JSON.parse(payload.toString()) as { ts: number; values: Record<string, number> };
  for (const [channel, value] of Object.entries(message.values)) {
    const point = new Point(channel).tag('device', topic.split('/')[3] ?? '').floatField('value', value);
    writeApi.writePoint(point.timestamp(message.ts));
  }
});
await client.subscribeAsync('city/v1/devices/+/telemetry', { qos: 1 });
process.send?.('ready');
process.on('message', async () => {
  await writeApi.close().catch(() => {});
  process.exit(0);
});
