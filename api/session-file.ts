import { appendFileSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { takeKernelLock } from '../ipc/kernel-lock.ts';
import { ConfigError } from '../model/config-error.ts';

/** What a secret opens: a session once, a session's requests, or requests of a program. */
export type SecretKind = 'link' | 'session' | 'token';

/** What a program's token opens: everything that its user may do, or only what changes nothing. */
export type TokenScope = 'all' | 'read';

/** One line of the file. Only hashes: who reads the file can sign in as nobody. */
export type SecretLine =
  | {
      readonly hash: string;
      readonly kind: SecretKind;
      readonly user: string;
      readonly expiresAt: number;
      /** Absent where a token was made before there were scopes: all. */
      readonly scope?: TokenScope;
    }
  | { readonly hash: string; readonly kind: 'ended' };

const OWNER_ONLY = 0o600;

/** Writing takes milliseconds: a process that holds the lock for longer hangs. */
const PATIENCE_MILLIS = 2_000;

/**
 * Adds lines in one write; a function makes them from the file, which nobody else changes meanwhile. Supervisor, brain,
 * flows and the command line all write it. Throws a ConfigError while another process holds its lock.
 */
export function appendSecretLines(file: string, lines: readonly SecretLine[] | (() => readonly SecretLine[])): void {
  const lock = takeKernelLock(lockOf(file), { waitMillis: PATIENCE_MILLIS });
  if ('holderPid' in lock) {
    const holder = lock.holderPid === null ? 'another process' : `process ${lock.holderPid}`;
    throw new ConfigError(file, `is being written by ${holder}; try again when that has ended`);
  }
  try {
    const added = typeof lines === 'function' ? lines() : lines;
    // The newline goes in front: a line torn by a crash then spoils only itself.
    const text = added.map((line) => `\n${JSON.stringify(line)}`).join('');
    appendFileSync(file, text, { mode: OWNER_ONLY, flush: true });
  } finally {
    lock.release();
  }
}

/** All lines that can be read; an absent file has none. */
export function readSecretLines(file: string): readonly SecretLine[] {
  return textOf(file)
    .split('\n')
    .flatMap((line) => parseLine(line) ?? []);
}

/** Replaces the lines by those that `keep` selects. Changes nothing while another process writes: it only saves space. */
export function keepSecretLines(file: string, keep: (lines: readonly SecretLine[]) => readonly SecretLine[]): void {
  const lock = takeKernelLock(lockOf(file));
  if ('holderPid' in lock) return;
  try {
    const text = keep(readSecretLines(file))
      .map((line) => `${JSON.stringify(line)}\n`)
      .join('');
    const beside = `${file}.new`;
    writeFileSync(beside, text, { mode: OWNER_ONLY, flush: true });
    renameSync(beside, file);
  } finally {
    lock.release();
  }
}

/** Changes whenever the file does. */
export function fileStamp(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? 'absent' : `${stat.ino}:${stat.size}:${stat.mtimeMs}`;
}

/** Bytes of the file; 0 when absent. */
export const fileBytes = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

const lockOf = (file: string): string => `${file}.lock`;

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function parseLine(line: string): SecretLine | null {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null && 'hash' in parsed && 'kind' in parsed
      ? (parsed as SecretLine)
      : null;
  } catch {
    return null;
  }
}
