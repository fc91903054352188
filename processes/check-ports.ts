import { once } from 'node:events';
import { createServer } from 'node:net';
import type { CityConfig } from '../city/city-config.ts';
import { ConfigError } from '../model/config-error.ts';
import { describeSystemError } from './describe-system-error.ts';

/**
 * Tries the host and port of each part of a city, before any of them is started: a role that fails when others run
 * already would end them as well. Throws a `ConfigError` that names the setting of the first that cannot be used.
 */
export async function checkPorts({ gateway, api }: CityConfig, file: string): Promise<void> {
  const wanted = [
    { key: 'gateway.mqttPort', host: gateway.host, port: gateway.mqttPort },
    { key: 'gateway.wsPort', host: gateway.host, port: gateway.wsPort },
    { key: 'gateway.statusPort', host: gateway.host, port: gateway.statusPort },
    { key: 'api.port', host: api.host, port: api.port },
  ];
  for (const { key, host, port } of wanted) {
    const server = createServer();
    try {
      await once(server.listen(port, host), 'listening');
    } catch (error) {
      const text = describeSystemError(error);
      if (text === null) throw error;
      throw new ConfigError(file, `${key}: ${text}`);
    }
    server.close();
    await once(server, 'close');
  }
}
