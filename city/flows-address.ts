import { readFileSync, rmSync } from 'node:fs';
import type { DataFolder } from './data-folder.ts';
import { writeSecretFile } from './write-secret-file.ts';

/**
 * Port of Node-RED on 127.0.0.1, and the secret that it requires in each request. Both are new at each of its starts.
 */
export interface FlowsAddress {
  readonly port: number;
  readonly secret: string;
}

/** Writes the address for the brain; null removes it, because Node-RED is not running. */
export function writeFlowsAddress(folder: DataFolder, address: FlowsAddress | null): void {
  if (address === null) rmSync(folder.flowsAddress, { force: true });
  else writeSecretFile(folder.flowsAddress, JSON.stringify(address));
}

/** The address of Node-RED; null when it is not running. Throws when the file is damaged. */
export function readFlowsAddress(folder: DataFolder): FlowsAddress | null {
  const text = readIfThere(folder.flowsAddress);
  // The file is missing while Node-RED starts. It is written atomically, so an existing one is complete.
  if (text === null) return null;
  const address = parseFlowsAddress(parseJson(text));
  if (address === null) {
    throw new Error(`${folder.flowsAddress} is damaged; restart the city, which writes it again`);
  }
  return address;
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Parses the address from the ready message of the flows role; null when it contains none. */
export function parseFlowsAddress(value: unknown): FlowsAddress | null {
  if (typeof value !== 'object' || value === null || !('port' in value) || !('secret' in value)) return null;
  const { port, secret } = value;
  return typeof port === 'number' && Number.isInteger(port) && typeof secret === 'string' && secret !== ''
    ? { port, secret }
    : null;
}
