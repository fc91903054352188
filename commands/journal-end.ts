import { connectGateway } from '../broker/gateway-client.ts';
import { ConfigError } from '../city/config-error.ts';
import type { DataFolder } from '../city/data-folder.ts';
import { takeLock } from '../city/lock-file.ts';
import { openJournalWriter } from '../journal/writer.ts';
import type { DurableOffset } from '../runner/journal-batches.ts';

const GATEWAY_PATIENCE_MILLIS = 5_000;

/** Up to where the journal of a city can be folded, and how to let go of it. */
export interface JournalEnd {
  readonly durable: DurableOffset;
  readonly isRunning: boolean;
  close(): Promise<void>;
}

/** Asks the gateway of a running city; throws a `ConfigError` when there is none. */
export async function endOfRunning(folder: DataFolder): Promise<JournalEnd> {
  const gateway = connectGateway(folder.gatewaySocket);
  try {
    const durableOffset = gateway.durableOffset ?? (await firstDurableOffset(gateway, folder));
    return { durable: { onDurable: gateway.onDurable, durableOffset }, isRunning: true, close: () => gateway.close() };
  } catch (error) {
    await gateway.close();
    throw error;
  }
}

/** The same; a city that does not run is kept from being started meanwhile, and its journal is brought in order as a start would. */
export async function endOfAny(folder: DataFolder): Promise<JournalEnd> {
  const lock = takeLock(folder.supervisorLock);
  if ('ownerPid' in lock) return endOfRunning(folder);
  try {
    const onSetAside = (detail: string) => process.stderr.write(`journal: ${detail}\n`);
    const journal = await openJournalWriter({ directory: folder.journal, wallNow: () => Date.now(), onSetAside });
    return {
      durable: { onDurable: journal.onDurable, durableOffset: journal.durableOffset },
      isRunning: false,
      async close() {
        await journal.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function firstDurableOffset(gateway: ReturnType<typeof connectGateway>, folder: DataFolder): Promise<number> {
  const { promise, resolve: found, reject } = Promise.withResolvers<number>();
  const stop = gateway.onDurable(found);
  const timer = setTimeout(
    () => reject(new ConfigError(folder.root, 'has no running gateway; start the city, then run this again')),
    GATEWAY_PATIENCE_MILLIS,
  );
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    stop();
  }
}
