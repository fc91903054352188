/** Stock Node-RED: mqtt in, a function that writes line protocol, an HTTP request to InfluxDB for each message. */
export const nodeRedFlow = (mqttPort: number, influxUrl: string, database: string): readonly object[] => [
  { id: 'bench-tab', type: 'tab', label: 'bench' },
  {
    id: 'bench-broker',
    type: 'mqtt-broker',
    broker: '127.0.0.1',
    port: `${mqttPort}`,
    clientid: 'node-red',
    keepalive: '60',
  },
  {
    id: 'bench-in',
    x: 1,
    y: 1,
    type: 'mqtt in',
    z: 'bench-tab',
    topic: 'city/v1/devices/+/telemetry',
    qos: '1',
    datatype: 'json',
    broker: 'bench-broker',
    wires: [['bench-function']],
  },
  {
    id: 'bench-function',
    x: 2,
    y: 1,
    type: 'function',
    z: 'bench-tab',
    func: `const { ts, values } = msg.payload;
const device = msg.topic.split('/')[3];
msg.payload = Object.entries(values).map(([channel, value]) => channel + ',device=' + device + ' value=' + value + ' ' + ts).join('\\n');
return msg;`,
    wires: [['bench-out']],
  },
  {
    id: 'bench-out',
    x: 3,
    y: 1,
    type: 'http request',
    z: 'bench-tab',
    method: 'POST',
    ret: 'txt',
    url: `${influxUrl}/write?db=${database}&precision=ms`,
    wires: [[]],
  },
];
