import mqtt, { type MqttClient } from 'mqtt';
import pino from 'pino';
import { type DataFolder, dataFolder } from '../../city/data-folder.ts';
import { type CityClient, cityClient } from '../../commands/city-client.ts';
import { type RunningCity, startCity } from '../../processes/start-city.ts';
import { FREE_PORTS } from './test-city.ts';

/** A city on an existing data folder: restored, or of an older version. */
export interface ExistingCity extends CityClient {
  readonly folder: DataFolder;
  readonly running: RunningCity;
  connect(name: string, token: string): Promise<MqttClient>;
  close(): Promise<void>;
}

/** Starts it on free ports without changing its files; `more` overrides settings. */
export async function startExistingCity(root: string, more: NodeJS.ProcessEnv = {}): Promise<ExistingCity> {
  const folder = dataFolder(root);
  const environment = { ...process.env, CITYNERVE_LOG_LEVEL: 'error', ...FREE_PORTS, ...more };
  const running = await startCity(folder, { log: pino({ level: 'silent' }), environment });
  const clients: MqttClient[] = [];
  return {
    folder,
    running,
    ...cityClient(folder, () => running.address, 'test'),
    async connect(name, token) {
      const url = `mqtt://127.0.0.1:${running.mqttPort}`;
      const opened = await mqtt.connectAsync(url, { clientId: name, username: name, password: token });
      opened.on('error', () => {});
      clients.push(opened);
      return opened;
    },
    async close() {
      for (const open of clients) open.end(true);
      await running.close();
    },
  };
}
