import type { Logger } from 'pino';
import type { DataFolder } from '../city/data-folder.ts';
import { EXIT_INTERRUPTED } from './interrupted.ts';

/** What a command needs of a city that it had started. */
export interface StartedCity {
  readonly folder: DataFolder;
  readonly config: { readonly gateway: { readonly host: string } };
  readonly mqttPort: number;
  readonly address: { readonly host: string; readonly apiPort: number; readonly statusPort: number };
  /** A one-time link to sign in. */
  signinUrl(user: string): string;
  close(): Promise<void>;
}

/** Starts all roles of the city in a folder; handed to commands, which know no process. */
export type StartCity = (
  folder: DataFolder,
  options: { readonly log: Logger; readonly withSimulation?: boolean; readonly signal?: AbortSignal },
) => Promise<StartedCity>;

/** Starts a city for a command; Ctrl-C while it starts ends the process when what was started is closed again. */
export async function startUnlessInterrupted(
  startCity: StartCity,
  folder: DataFolder,
  options: { readonly log: Logger; readonly withSimulation?: boolean; readonly signal: AbortSignal },
): Promise<StartedCity> {
  return await startCity(folder, options).catch((error: unknown) => {
    if (options.signal.aborted) process.exit(EXIT_INTERRUPTED);
    throw error;
  });
}
