import { open } from 'node:fs/promises';

/** Makes the entries of a folder durable. Does nothing on Windows, where a folder cannot be synced. */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
