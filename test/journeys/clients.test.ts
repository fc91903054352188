import { expect, test } from 'vitest';
import { clientLine } from '../clients/client-line.ts';
import { clientProblems } from '../clients/client-problems.ts';
import { type ClientName, runClients } from '../clients/run-clients.ts';
import { testWith } from '../harness/real-programs.ts';

async function publish(client: ClientName): Promise<void> {
  const reports = await runClients({ clients: [client], messages: 300, seed: 7 });
  process.stdout.write(reports.map((report) => `${clientLine(report)}\n`).join(''));
  expect(reports.flatMap(clientProblems)).toEqual([]);
}

test('MQTT.js through connections that are cut: all is stored, twice only what cannot be shown', () =>
  publish('mqtt-js'));

testWith(['python3', 'python3-paho-mqtt'], 'paho the same', () => publish('paho'));
testWith(['mosquitto_pub'], 'mosquitto_pub the same', () => publish('mosquitto-pub'));
testWith(['mosquitto', 'mosquitto_pub'], 'a bridge of mosquitto the same', () => publish('bridge'));
