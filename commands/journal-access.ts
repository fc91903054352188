import type { DataFolder } from '../city/data-folder.ts';
import type { DurableOffset } from '../fold/journal-batches.ts';
import { connectGateway } from '../ipc/gateway-client.ts';
import { takeKernelLock } from '../ipc/kernel-lock.ts';
import { openJournal } from '../journal/open-journal.ts';
import { firstDurableOffset } from './durable-offset.ts';

/** Access to the journal of a city: up to which offset it can be folded; `close` ends the access. */
export interface JournalAccess {
  readonly durable: DurableOffset;
  readonly isRunning: boolean;
  close(): Promise<void>;
}

/** Accesses the journal through the gateway of a running city; throws a `ConfigError` when the city is not running. */
export async function accessRunningJournal(folder: DataFolder): Promise<JournalAccess> {
  const gateway = connectGateway(folder.gatewaySocket);
  try {
    const durableOffset = await firstDurableOffset(gateway, folder);
    // Retention waits until the access is closed.
    await gateway.holdFrom(0);
    return {
      durable: {
        onDurable: gateway.onDurable,
        get durableOffset() {
          return gateway.durableOffset ?? durableOffset;
        },
      },
      isRunning: true,
      close: () => gateway.close(),
    };
  } catch (error) {
    await gateway.close();
    throw error;
  }
}

/**
 * The same for a running or a stopped city. A stopped one is locked against a start meanwhile, and its journal is
 * recovered as a start would do it.
 */
export async function accessJournal(folder: DataFolder): Promise<JournalAccess> {
  const lock = takeKernelLock(folder.supervisorLock);
  if ('holderPid' in lock) return accessRunningJournal(folder);
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
