import { readFileSync } from 'node:fs';
import type { DataFolder } from './data-folder.ts';

/** Tokens of a simulated city's devices, stored in clear (mode 0600) because the simulator connects as each of them. */
export function demoTokens(folder: DataFolder): (deviceId: string) => string {
  const table: unknown = JSON.parse(readFileSync(folder.demoTokens, 'utf8'));
  const tokens = new Map(Object.entries(table as Record<string, string>));
  return (deviceId) => {
    const token = tokens.get(deviceId);
    if (token === undefined)
      throw new Error(`no demo token for device ${deviceId}; the city in ${folder.root} was not made by the simulator`);
    return token;
  };
}
