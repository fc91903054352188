import { createServer } from 'node:http';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { quoted } from './allowed-text.ts';
import { addressOf, type Listener, type ListenOptions, TCP_OPTIONS } from './listen-tcp.ts';

const HANDSHAKE_MILLIS = 5000;

/** Listens for MQTT over WebSocket (MQTT 3.1.1, section 6) on any path. Rejects when the port cannot be opened. */
export async function listenWebSocket(
  options: ListenOptions & {
    /**
     * Largest WebSocket message. It may contain any part of the MQTT stream, and is buffered before `guardParser` sees
     * it.
     */
    readonly maxMessageBytes: number;
    /**
     * Called when a client does not offer the subprotocol `mqtt` (MQTT-6.0.0-3), which is answered with 400, and when
     * it sends a text frame (MQTT-6.0.0-1), which closes its connection. `detail` says it for a person.
     */
    readonly onRefused: (address: string, detail: string) => void;
  },
): Promise<Listener> {
  const { host, port, maxConnections, maxMessageBytes, onConnection, onRefused } = options;
  const http = createServer(
    { ...TCP_OPTIONS, headersTimeout: HANDSHAKE_MILLIS, requestTimeout: HANDSHAKE_MILLIS },
    (_request, response) => {
      response.writeHead(426, { 'content-type': 'text/plain', upgrade: 'websocket' });
      response.end('This port speaks MQTT over WebSocket only.\n');
    },
  );
  http.maxConnections = maxConnections;
  const sockets = new WebSocketServer({
    server: http,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    verifyClient({ req }, answer) {
      const offered = req.headers['sec-websocket-protocol'] ?? '';
      if (offered.split(',').some((name) => name.trim() === 'mqtt')) return answer(true);
      onRefused(addressOf(req.socket), `subprotocol ${offered === '' ? 'none' : quoted(offered)}; it has to be "mqtt"`);
      answer(false, 400, 'Bad Request: offer the WebSocket subprotocol "mqtt" (MQTT 3.1.1, section 6)');
    },
    handleProtocols: (offered) => (offered.has('mqtt') ? 'mqtt' : false),
  });
  sockets.on('connection', (socket, request) => {
    const address = addressOf(request.socket);
    // Before the stream listens itself, so that it is destroyed when it gets the frame, and passes nothing on.
    socket.on('message', (_data, isBinary) => {
      if (isBinary) return;
      onRefused(address, 'a text frame; MQTT is sent in binary frames');
      connection.destroy();
    });
    const connection = createWebSocketStream(socket);
    onConnection(connection, address);
  });
  await new Promise<void>((resolve, reject) => {
    // ws passes the HTTP server's errors on; without a listener of its own it would throw them.
    sockets.on('error', reject);
    http.listen(port, host, resolve);
  });
  const address = http.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        sockets.close();
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}
