import { readFileSync, rmSync } from 'node:fs';
import type { DataFolder } from './data-folder.ts';
import { writeSecretFile } from './write-secret-file.ts';

/** Where Node-RED listens on 127.0.0.1, and the secret without which it answers nobody. New at each of its starts. */
export interface FlowsAddress {
  readonly port: number;
  readonly secret: string;
}

/** Tells the brain where Node-RED is; null when it is not there. */
export function writeFlowsAddress(folder: DataFolder, address: FlowsAddress | null): void {
  if (address === null) rmSync(folder.flowsAddress, { force: true });
  else writeSecretFile(folder.flowsAddress, JSON.stringify(address));
}

/** Where Node-RED is now; null when it is not running. Throws where the file that says so is damaged. */
export function readFlowsAddress(folder: DataFolder): FlowsAddress | null {
  const text = readIfThere(folder.flowsAddress);
  // Absent while it starts anew. A file that is there is whole: it is written whole or not at all.
  if (text === null) return null;
  const address = parseFlowsAddress(parseJson(text));
  if (address === null) {
    throw new Error(`${folder.flowsAddress} is damaged; end the city and start it again, then it is written anew`);
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

/** Takes from what the flows role says of itself what the brain needs; null when it is not there. */
export function parseFlowsAddress(value: unknown): FlowsAddress | null {
  if (typeof value !== 'object' || value === null || !('port' in value) || !('secret' in value)) return null;
  const { port, secret } = value;
  return typeof port === 'number' && Number.isInteger(port) && typeof secret === 'string' && secret !== ''
    ? { port, secret }
    : null;
}
