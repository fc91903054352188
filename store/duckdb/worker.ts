import { parentPort, workerData } from 'node:worker_threads';
import { createConcurrencyLimit } from '../concurrency-limit.ts';
import type { StoreCall, StoreRequest, WorkerMessage } from './calls.ts';
import { copyDatabase } from './copy-database.ts';
import { isDamage, openCheckedDatabase } from './open-checked.ts';
import { buffersOf, type PackedReadings } from './packed-readings.ts';
import { queryCatalogue, queryRange } from './queries.ts';
import { queryAggregate } from './query-aggregate.ts';
import { queryDeviceMeans } from './query-device-means.ts';
import { writeRows } from './write-rows.ts';

// The thread that owns the file. DuckDB's appends and conversions are synchronous; in this thread they do not block the
// main loop.
if (parentPort === null) throw new Error('store/duckdb/worker.ts runs as a worker thread only');
const port = parentPort;
const { file } = workerData as { readonly file: string };

/** After one of these errors the database fails every call until it is opened again. */
const FATAL = /FATAL Error|database has been invalidated/i;

const { instance, writer, latest, keeper, cursor, damage } = await openCheckedDatabase(file);
const writes = createConcurrencyLimit(1);
// Two, because DuckDB is set to two threads: more would only delay the writes.
const reads = createConcurrencyLimit(2);

const reading = <T>(query: (connection: typeof writer) => Promise<T>): Promise<T> =>
  reads.run(async () => {
    const connection = await instance.connect();
    try {
      return await query(connection);
    } finally {
      connection.closeSync();
    }
  });

async function answer(request: StoreCall): Promise<WorkerMessage & { type: 'answer' }> {
  const { id } = request;
  const reply = (value: (WorkerMessage & { type: 'answer' })['answer']) =>
    ({ type: 'answer', id, answer: value }) as const;
  switch (request.name) {
    case 'write':
      await writes.run(() => writeRows(writer, { latest, keeper }, request.argument));
      return reply(null);
    case 'books':
      return reply(keeper.books(request.argument ?? undefined));
    case 'range':
      return reply(await reading((connection) => queryRange(connection, request.argument)));
    case 'aggregate':
      return reply(await reading((connection) => queryAggregate(connection, request.argument)));
    case 'deviceMeans':
      return reply(await reading((connection) => queryDeviceMeans(connection, request.argument)));
    case 'catalogue':
      return reply(await reading(queryCatalogue));
    case 'copy':
      await reading((connection) => copyDatabase(connection, request.argument));
      return reply(null);
    case 'latest':
      return reply(latest.of(request.argument));
  }
}

/** Waits for all calls in flight and closes the file; closing the port ends the thread. */
async function close(): Promise<void> {
  await Promise.all([writes.idle(), reads.idle()]);
  writer.closeSync();
  instance.closeSync();
  port.close();
}

const send = (message: WorkerMessage, transfer: ArrayBuffer[] = []) => port.postMessage(message, transfer);

port.on('message', async (request: StoreRequest) => {
  if (request.name === 'close') return close();
  try {
    const message = await answer(request);
    const isPacked = request.name === 'range' || request.name === 'latest';
    send(message, isPacked ? buffersOf(message.answer as PackedReadings) : []);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    send({ type: 'failure', id: request.id, detail });
    // The thread ends; opening the file again reads all of it and quarantines it when it is damaged.
    if (FATAL.test(detail) || isDamage(detail)) throw error;
  }
});

send({ type: 'opened', cursor, damage });
