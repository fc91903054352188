import type { Logger } from 'pino';
import type { DataFolder } from '../city/data-folder.ts';

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
  options: { readonly log: Logger; readonly withSimulation?: boolean },
) => Promise<StartedCity>;
