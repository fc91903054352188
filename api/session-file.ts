import { appendFileSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { takeKernelLock } from '../ipc/kernel-lock.ts';
import { ConfigError } from '../model/config-error.ts';

/** Kind of a secret: `link` creates a session once, `session` is a cookie of a browser, `token` is for a program. */
export type SecretKind = 'link' | 'session' | 'token';

/** What a token allows: requests that change nothing, and requests that do what a person could do. */
export const TOKEN_SCOPES = ['read', 'act'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** One line of the file. It contains only hashes, so nobody can sign in with what the file contains. */
export type SecretLine =
  | {
      readonly hash: string;
      readonly kind: SecretKind;
      readonly user: string;
      readonly expiresAt: number;
      /** Of a token. */
      readonly scopes?: readonly string[];
      /** Of a token made by version 0.1.0: `all`, `read`, or absent, which means `all`. */
      readonly scope?: string;
      /** Of a token that a person made, milliseconds since 1970. */
      readonly createdAt?: number;
    }
  | { readonly hash: string; readonly kind: 'ended' };

const OWNER_ONLY = 0o600;

/** Writing takes milliseconds: a process that holds the lock for longer hangs. */
const LOCK_TIMEOUT_MILLIS = 2_000;

/**
 * Appends lines in one write. A function is called with the lock held, so that it can make the lines from the content
 * of the file. Supervisor, brain, flows and the command line all write the file. Throws a `ConfigError` while another
 * process holds the lock.
 */
export function appendSecretLines(file: string, lines: readonly SecretLine[] | (() => readonly SecretLine[])): void {
  const lock = takeKernelLock(lockOf(file), { waitMillis: LOCK_TIMEOUT_MILLIS });
  if ('holderPid' in lock) {
    const holder = lock.holderPid === null ? 'another process' : `process ${lock.holderPid}`;
    throw new ConfigError(file, `is being written by ${holder}; try again when that has ended`);
  }
  try {
    const added = typeof lines === 'function' ? lines() : lines;
    // The newline comes first, so that a line cut off by a crash does not damage the next one.
    const text = added.map((line) => `\n${JSON.stringify(line)}`).join('');
    appendFileSync(file, text, { mode: OWNER_ONLY, flush: true });
  } finally {
    lock.release();
  }
}

/** All valid lines; none if the file does not exist. */
export function readSecretLines(file: string): readonly SecretLine[] {
  return textOf(file)
    .split('\n')
    .flatMap((line) => parseLine(line) ?? []);
}

/**
 * Replaces the lines by those that `keep` selects. Changes nothing while another process writes: it only saves space.
 */
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

/** A text that differs whenever the file has changed. */
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
