import type { DataFolder } from '../city/data-folder.ts';
import type { DurableOffset } from '../fold/journal-batches.ts';
import { connectGateway } from '../ipc/gateway-client.ts';
import { takeKernelLock } from '../ipc/kernel-lock.ts';
import { openJournal } from '../journal/open-journal.ts';
import { firstDurableOffset } from './durable-offset.ts';

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
    const durableOffset = await firstDurableOffset(gateway, folder);
    // A slow fold never loses what it has not read.
    await gateway.holdFrom(0);
    return { durable: { onDurable: gateway.onDurable, durableOffset }, isRunning: true, close: () => gateway.close() };
  } catch (error) {
    await gateway.close();
    throw error;
  }
}

/** The same; a city that does not run is kept from being started meanwhile, and its journal is brought in order as a start would. */
export async function endOfAny(folder: DataFolder): Promise<JournalEnd> {
  const lock = takeKernelLock(folder.supervisorLock);
  if ('holderPid' in lock) return endOfRunning(folder);
  try {
    const onQuarantine = (detail: string) => process.stderr.write(`journal: ${detail}\n`);
    const journal = await openJournal(folder.journal).openWriter({ wallNow: () => Date.now(), onQuarantine });
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
