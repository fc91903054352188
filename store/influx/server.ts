import http from 'node:http';
import https from 'node:https';
import { errorOfAnswer, faultOf, InfluxError, wordsOf } from './influx-error.ts';
import type { StoreAddress } from './store-address.ts';

export interface ServerOptions {
  readonly address: StoreAddress;
  /** 1.x: `user:password`; 2.x and 3.x: the token; null: none. */
  readonly credential: string | null;
  readonly timeoutMillis: number;
}

export interface ServerRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: { readonly type: string; readonly text: string };
  readonly timeoutMillis?: number;
}

/** The HTTP connection to a server: few sockets, and each request has a timeout after which its socket is closed. */
export interface InfluxServer {
  readonly address: StoreAddress;
  /** Name of server and database for messages, without the credential. */
  readonly where: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMillis: number;
  /** One socket, for writing. */
  readonly writeAgent: http.Agent;
  /** Resolves with the response of status 2xx; rejects with an `InfluxError` for any other. */
  call(request: ServerRequest): Promise<{ readonly headers: http.IncomingHttpHeaders; readonly text: string }>;
  /** Yields the lines of the response as they arrive. */
  lines(request: ServerRequest): AsyncGenerator<string>;
  /** Closes the sockets of writes, also those that wait for a response. */
  dropWrites(): void;
  close(): void;
}

/** Limit of concurrent reads, so that a server that hangs does not accumulate sockets. */
const READ_SOCKETS = 4;
const LONGEST_ERROR_CHARS = 10_000;

export function connectServer({ address, credential, timeoutMillis }: ServerOptions): InfluxServer {
  const scheme = address.tls ? https : http;
  const writeAgent = new scheme.Agent({ keepAlive: true, maxSockets: 1 });
  const readAgent = new scheme.Agent({ keepAlive: true, maxSockets: READ_SOCKETS });
  const url = `${address.tls ? 'https' : 'http'}://${address.host}:${address.port}`;
  const where = `InfluxDB at ${address.host}:${address.port}, database "${address.database}"`;
  const headers = authorization(address.version, credential);

  const answered = async (request: ServerRequest): Promise<http.IncomingMessage> => {
    const response = await sent(request);
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return response;
    throw errorOfAnswer(where, status, wordsOf(await textOf(response, timeoutMillis, LONGEST_ERROR_CHARS)));
  };

  const sent = ({ method, path, body, timeoutMillis: own }: ServerRequest) =>
    new Promise<http.IncomingMessage>((resolve, reject) => {
      const request = scheme.request(`${url}${path}`, {
        method,
        agent: readAgent,
        headers: {
          ...headers,
          ...(body && { 'content-type': body.type, 'content-length': Buffer.byteLength(body.text) }),
        },
      });
      const millis = own ?? timeoutMillis;
      // A timer and not the socket's timeout, which does not run while the request waits for a free socket.
      const timer = setTimeout(() => request.destroy(new Error(`no answer within ${millis} ms`)), millis);
      request.once('response', (response) => {
        clearTimeout(timer);
        resolve(response);
      });
      request.once('close', () => clearTimeout(timer));
      request.on('error', reject);
      request.end(body?.text);
    });

  const orFault = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw faultOf(where, error);
    }
  };

  return {
    address,
    where,
    url,
    headers,
    timeoutMillis,
    writeAgent,
    call: (request) =>
      orFault(async () => {
        const response = await answered(request);
        return { headers: response.headers, text: await textOf(response, timeoutMillis) };
      }),
    async *lines(request) {
      const response = await orFault(() => answered(request));
      let rest = '';
      try {
        for await (const chunk of piecesOf(response, timeoutMillis)) {
          const lines = (rest + chunk).split('\n');
          rest = lines.pop() ?? '';
          yield* lines;
        }
      } catch (error) {
        throw faultOf(where, error);
      }
      if (rest !== '') yield rest;
    },
    dropWrites: () => writeAgent.destroy(),
    close() {
      writeAgent.destroy();
      readAgent.destroy();
    },
  };
}

/** Yields the parts of the body as they arrive; rejects when the next part takes longer than the timeout. */
async function* piecesOf(response: http.IncomingMessage, timeoutMillis: number): AsyncGenerator<string> {
  const silent = () => response.destroy(new Error(`no more of the answer within ${timeoutMillis} ms`));
  const timer = setTimeout(silent, timeoutMillis);
  response.setEncoding('utf8');
  try {
    for await (const piece of response) {
      yield piece as string;
      timer.refresh();
    }
  } finally {
    clearTimeout(timer);
  }
}

async function textOf(
  response: http.IncomingMessage,
  timeoutMillis: number,
  longest = Number.POSITIVE_INFINITY,
): Promise<string> {
  let text = '';
  for await (const piece of piecesOf(response, timeoutMillis)) {
    text += piece;
    if (text.length > longest) break;
  }
  return text;
}

function authorization(version: StoreAddress['version'], credential: string | null): Readonly<Record<string, string>> {
  const secret = credential?.trim() ?? '';
  if (secret === '') return {};
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if ((version === 1 && !secret.includes(':')) || /[\u0000-\u001f\u007f]/.test(secret)) {
    const right = version === 1 ? 'user:password' : 'the token';
    throw new InfluxError(
      'access',
      `secrets/store.token or CITYNERVE_STORE_TOKEN does not hold ${right}, in one line, as InfluxDB ${version}.x needs it`,
    );
  }
  if (version === 1) return { authorization: `Basic ${Buffer.from(secret).toString('base64')}` };
  return { authorization: `${version === 2 ? 'Token' : 'Bearer'} ${secret}` };
}
