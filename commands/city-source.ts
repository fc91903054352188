import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CityConfig } from '../city/city-config.ts';
import type { DataFolder } from '../city/data-folder.ts';
import { connectGateway } from '../ipc/gateway-client.ts';
import { takeKernelLock } from '../ipc/kernel-lock.ts';
import { requestStoreCopy } from '../ipc/store-copy-socket.ts';
import { openJournal } from '../journal/open-journal.ts';
import { ConfigError } from '../model/config-error.ts';
import { inGeneration } from '../model/in-generation.ts';
import { JournalLockedError } from '../model/journal-locked-error.ts';
import { openDuckStore } from '../store/duckdb/duck-store.ts';
import type { CitySource } from './copy-city.ts';
import { firstDurableOffset } from './durable-offset.ts';

/** A city to copy from, protected from retention and from other writers until it is closed. */
interface HeldCity extends CitySource {
  readonly isRunning: boolean;
  close(): Promise<void>;
}

/**
 * Opens a city for a copy. A running one goes on with its retention held back; a stopped one is locked against a start.
 */
export async function holdCity(folder: DataFolder, { store }: CityConfig): Promise<HeldCity> {
  if (!existsSync(folder.journal)) throw new ConfigError(folder.root, 'has never run: there is nothing to back up yet');
  const isEmbedded = store === 'duckdb';
  const unlock = lockStopped(folder);
  return unlock ? stoppedCity(folder, isEmbedded, unlock) : await runningCity(folder, isEmbedded);
}

/** Takes the locks of a stopped city and returns the function that releases them; null if any role is running. */
function lockStopped(folder: DataFolder): (() => void) | null {
  const supervisor = takeKernelLock(folder.supervisorLock);
  if ('holderPid' in supervisor) return null;
  try {
    const unlockJournal = openJournal(folder.journal).lock(Date.now());
    return () => {
      unlockJournal();
      supervisor.release();
    };
  } catch (error) {
    supervisor.release();
    if (error instanceof JournalLockedError) return null;
    throw error;
  }
}

async function runningCity(folder: DataFolder, isEmbedded: boolean): Promise<HeldCity> {
  const gateway = connectGateway(folder.gatewaySocket);
  try {
    await firstDurableOffset(gateway, folder);
    await gateway.holdFrom(0);
  } catch (error) {
    await gateway.close();
    throw error;
  }
  return {
    isRunning: true,
    durableOffset: () => gateway.holdFrom(0),
    copyReadings: isEmbedded ? async (_, target) => requestStoreCopy(folder.brainSocket, newFile(target)) : null,
    close: () => gateway.close(),
  };
}

function stoppedCity(folder: DataFolder, isEmbedded: boolean, unlock: () => void): HeldCity {
  return {
    isRunning: false,
    durableOffset: async () => null,
    copyReadings: isEmbedded
      ? async (generation, target) => {
          const file = inGeneration(folder.readings, generation);
          if (!existsSync(file)) return;
          const store = await openDuckStore({ file });
          await store.copyTo?.(newFile(target)).finally(() => store.close());
        }
      : null,
    close: async () => unlock(),
  };
}

function newFile(path: string): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  return path;
}
