import { connect, type IClientOptions } from 'mqtt';

/** One identity on the broker: client id and user name are the same. */
export interface Connection {
  readonly name: string;
  /** QoS 1; resolves with the PUBACK, across reconnects. */
  publish(topic: string, payload: Uint8Array | string): Promise<void>;
  /** Sends DISCONNECT when everything in flight is acknowledged; at once when the broker is down or `force` is set. */
  close(force?: boolean): Promise<void>;
}

/** The broker refuses the credentials, or cannot be reached. */
class BrokerUnavailableError extends Error {
  override readonly name = 'BrokerUnavailableError';
}

/** Attempts to connect for the first time, a second apart; reconnects have no limit. */
const FIRST_ATTEMPTS = 10;

/** Opens a connection and waits for its CONNACK. */
export function openConnection(options: {
  readonly mqttUrl: string;
  readonly name: string;
  readonly token: string;
  readonly signal: AbortSignal;
}): Promise<Connection> {
  const { name, mqttUrl, signal } = options;
  const settings: IClientOptions = {
    clientId: name,
    username: name,
    password: options.token,
    protocolVersion: 4,
    clean: true,
    keepalive: 60,
    reconnectPeriod: 1000,
    // "Server unavailable" is temporary: the disk is full.
    reconnectOnConnackError: true,
  };
  return new Promise((resolve, reject) => {
    const client = connect(mqttUrl, settings);
    const waiting = new Set<(error: Error) => void>();
    let isOpen = false;
    let attempts = 0;
    const fail = (error: Error) => {
      client.end(true);
      for (const rejectOne of waiting) rejectOne(error);
      waiting.clear();
      reject(error);
    };
    const onAbort = () => {
      if (!isOpen) fail(new BrokerUnavailableError(`${name}: stopped while connecting`));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    client.on('error', (error) => {
      // CONNACK codes 4 and 5: trying again with the same token would fail for ever.
      const code = 'code' in error ? error.code : null;
      if (code === 4 || code === 5) fail(new BrokerUnavailableError(`${mqttUrl} refuses ${name}: ${error.message}`));
    });
    client.on('close', () => {
      attempts += 1;
      if (!isOpen && attempts >= FIRST_ATTEMPTS)
        fail(new BrokerUnavailableError(`${mqttUrl}: no broker answers ${name}`));
    });
    client.on('connect', () => {
      if (isOpen) return;
      isOpen = true;
      signal.removeEventListener('abort', onAbort);
      resolve({
        name,
        publish: (topic, payload) =>
          new Promise<void>((acknowledged, rejectOne) => {
            waiting.add(rejectOne);
            const body =
              typeof payload === 'string' ? payload : Buffer.from(payload.buffer, payload.byteOffset, payload.length);
            client.publish(topic, body, { qos: 1 }, (error) => {
              waiting.delete(rejectOne);
              if (error) rejectOne(error);
              else acknowledged();
            });
          }),
        close: (force = false) => client.endAsync(force || !client.connected),
      });
    });
  });
}
