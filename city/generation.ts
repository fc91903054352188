import { existsSync, readFileSync } from 'node:fs';
import { ConfigError } from '../model/config-error.ts';
import type { DataFolder } from './data-folder.ts';
import { writeSecretFile } from './write-secret-file.ts';

/**
 * A generation: readings and documents made by one fold of the journal. The city shows one of them; a new one is built
 * beside it and replaces it when it has caught up.
 */
export interface Generation {
  /** From 1. */
  readonly number: number;
  /**
   * All messages are decoded with the mapping of channels at this journal offset; null: each with that of its own time.
   */
  readonly mappingAsOf: number | null;
}

interface GenerationFile extends Generation {
  /**
   * Highest number ever used: none is used twice, because an interrupted attempt may have left readings on a server.
   */
  readonly begun: number;
}

const FIRST: GenerationFile = { number: 1, mappingAsOf: null, begun: 1 };

/** The generation that the city shows; throws `ConfigError` when the file cannot be read. */
export function readGeneration(folder: DataFolder): Generation {
  const { number, mappingAsOf } = readFile(folder);
  return { number, mappingAsOf };
}

/** Reserves the number of a generation that is about to be built. */
export function beginGeneration(folder: DataFolder): number {
  const file = readFile(folder);
  writeFile(folder, { ...file, begun: file.begun + 1 });
  return file.begun + 1;
}

/** Makes a generation the one that is shown; the file is replaced atomically. */
export const showGeneration = (folder: DataFolder, generation: Generation): void =>
  writeFile(folder, { ...generation, begun: Math.max(readFile(folder).begun, generation.number) });

function readFile({ generation: file }: DataFolder): GenerationFile {
  if (!existsSync(file)) return FIRST;
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  const { number, mappingAsOf = null, begun = number } = value as Partial<GenerationFile>;
  const isRight = [number, begun, mappingAsOf ?? 0].every(Number.isSafeInteger);
  if (!isRight || number === undefined || begun === undefined) {
    throw new ConfigError(file, 'must be like {"number": 2, "mappingAsOf": 1200, "begun": 2}');
  }
  return { number, mappingAsOf, begun };
}

const writeFile = ({ generation: file }: DataFolder, content: GenerationFile): void =>
  writeSecretFile(file, `${JSON.stringify(content)}\n`);
