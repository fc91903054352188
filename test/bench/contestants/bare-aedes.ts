import { createServer } from 'node:net';
import { Aedes } from 'aedes';

// Aedes without persistence: the gateway is compared with it. Sends its port over IPC.
const broker = await Aedes.createBroker();
const server = createServer(broker.handle).listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' && address ? address.port : 0 });
});
