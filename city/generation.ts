import { ConfigError } from '../model/config-error.ts';
import type { DataFolder } from './data-folder.ts';
import { readJson } from './read-json.ts';
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
  /** Ids of the amendments that all of its readings and documents were folded with. */
  readonly amendments: readonly string[];
}

interface GenerationFile extends Generation {
  /**
   * Highest number ever used: none is used twice, because an interrupted attempt may have left readings on a server.
   */
  readonly begun: number;
  /** Number of the one that was shown before, until destinations of alerts know what it had and this one has not. */
  readonly replaced: number | null;
}

const FIRST: GenerationFile = { number: 1, mappingAsOf: null, amendments: [], begun: 1, replaced: null };

/** The generation that the city shows; throws `ConfigError` when the file cannot be read. */
export function readGeneration(folder: DataFolder): Generation {
  const { number, mappingAsOf, amendments } = readFile(folder);
  return { number, mappingAsOf, amendments };
}

/** Reserves the number of a generation that is about to be built. */
export function beginGeneration(folder: DataFolder): number {
  const file = readFile(folder);
  writeFile(folder, { ...file, begun: file.begun + 1 });
  return file.begun + 1;
}

/** Makes a generation the one that is shown; the file is replaced atomically. */
export function showGeneration(folder: DataFolder, generation: Generation): void {
  const before = readFile(folder);
  const replaced = before.number === generation.number ? before.replaced : before.number;
  writeFile(folder, { ...generation, begun: Math.max(before.begun, generation.number), replaced });
}

/** Notes that all of what is shown was folded with these amendments. */
export const noteAmendments = (folder: DataFolder, amendments: readonly string[]): void =>
  writeFile(folder, { ...readFile(folder), amendments });

/** The generation that the one which is shown has replaced, until `forgetReplaced`. */
export const replacedGeneration = (folder: DataFolder): number | null => readFile(folder).replaced;

/** Destinations of alerts know by now what has changed. */
export const forgetReplaced = (folder: DataFolder): void => writeFile(folder, { ...readFile(folder), replaced: null });

function readFile({ generation: file }: DataFolder): GenerationFile {
  const value = readJson(file, 'put it back from a backup, or remove it and run "citynerve rebuild-store"');
  if (value === undefined) return FIRST;
  const found = value as Partial<GenerationFile>;
  const { number, mappingAsOf = null, begun = number, amendments = [], replaced = null } = found;
  const isRight = [number, begun, mappingAsOf ?? 0, replaced ?? 0].every(Number.isSafeInteger);
  if (!isRight || number === undefined || begun === undefined || !Array.isArray(amendments)) {
    throw new ConfigError(file, 'must be like {"number": 2, "mappingAsOf": 1200, "begun": 2}');
  }
  return { number, mappingAsOf, begun, amendments, replaced };
}

const writeFile = ({ generation: file }: DataFolder, content: GenerationFile): void =>
  writeSecretFile(file, `${JSON.stringify(content)}\n`);
