import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { writeSecretFile } from '../city/write-secret-file.ts';
import { ConfigError } from '../model/config-error.ts';

const FORMAT = 1;
const FILE = 'manifest.json';

const file = Type.Object({
  /** Relative to the backup's folder, with `/`; without `.` and `..`. */
  path: Type.String({ pattern: '^(?!\\.{1,2}(/|$))[^/]+(/(?!\\.{1,2}(/|$))[^/]+)*$' }),
  bytes: Type.Integer({ minimum: 0 }),
  /** SHA-256 of the content, in hex. */
  sha256: Type.String(),
});

const MANIFEST = Type.Object({
  format: Type.Literal(FORMAT),
  /** Version of the Citynerve that wrote it. */
  version: Type.String(),
  /** Wall clock, ISO 8601. */
  takenAt: Type.String(),
  generation: Type.Integer(),
  /** Offset after the last record of the journal, SHA-256 of its last frame, and damage found in it, null if none. */
  journal: Type.Object({
    nextOffset: Type.Integer(),
    chainHead: Type.String(),
    damage: Type.Union([Type.String(), Type.Null()]),
  }),
  /** Journal offset from which the folds continue. */
  documents: Type.Object({ nextOffset: Type.Integer() }),
  /** Whether the backup contains the readings; those on a server it does not. */
  hasReadings: Type.Boolean(),
  files: Type.Array(file),
});

/** The manifest of a backup. It is written last: a folder without it is not a complete backup. */
export type BackupManifest = Static<typeof MANIFEST>;

/** One file of a backup. */
export type BackupFile = Static<typeof file>;

/** Writes the manifest into the folder of a backup. */
export const writeManifest = (directory: string, manifest: Omit<BackupManifest, 'format'>): void =>
  writeSecretFile(join(directory, FILE), `${JSON.stringify({ format: FORMAT, ...manifest }, null, 1)}\n`);

/**
 * Reads the manifest. Throws a `ConfigError` for a folder that is not a complete backup, or one of a newer Citynerve.
 */
export function readManifest(directory: string): BackupManifest {
  const file = join(directory, FILE);
  if (!existsSync(file)) {
    throw new ConfigError(
      directory,
      `has no ${FILE}: this is no backup, or one that was interrupted; name the folder of a complete backup`,
    );
  }
  const value = parse(file);
  const { format, version } = value as { readonly format?: unknown; readonly version?: unknown };
  if (typeof format === 'number' && format > FORMAT) {
    throw new ConfigError(file, `has format ${format}, this Citynerve knows ${FORMAT}: restore it with ${version}`);
  }
  if (!Value.Check(MANIFEST, value)) throw new ConfigError(file, 'is not a valid manifest; name another backup');
  return value;
}

function parse(file: string): object {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch (error) {
    throw new ConfigError(file, `cannot be read: ${(error as Error).message}; name another backup`);
  }
}
