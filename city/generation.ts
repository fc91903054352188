import { existsSync, readFileSync } from 'node:fs';
import { ConfigError } from '../model/config-error.ts';
import type { DataFolder } from './data-folder.ts';
import { writeSecretFile } from './write-secret-file.ts';

/** Which of the folds of a journal is the one that the city shows. A new one is written beside the old one and takes its place when it has caught up. */
export interface Generation {
  /** From 1. */
  readonly number: number;
  /** Journal offset whose mapping of channels the past is read with; null: each message with the mapping of its own time. */
  readonly mappingAsOf: number | null;
}

interface GenerationFile extends Generation {
  /** Highest number that was ever begun: a number is never used twice, whatever an interrupted attempt left behind on a server. */
  readonly begun: number;
}

const FIRST: GenerationFile = { number: 1, mappingAsOf: null, begun: 1 };

/** The generation that the city shows; throws `ConfigError` when the file cannot be read. */
export function readGeneration(folder: DataFolder): Generation {
  const { number, mappingAsOf } = readFile(folder);
  return { number, mappingAsOf };
}

/** A number for a generation that is about to be built. */
export function beginGeneration(folder: DataFolder): number {
  const file = readFile(folder);
  writeFile(folder, { ...file, begun: file.begun + 1 });
  return file.begun + 1;
}

/** Makes a generation the one that is shown: whole or not at all. */
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
