import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

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

/** Adds lines in one write, so that the command line and the brain can write the same file without losing each other's. */
export function appendSecretLines(file: string, lines: readonly SecretLine[]): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // The newline goes in front: a line torn by a crash then spoils only itself.
  const text = lines.map((line) => `\n${JSON.stringify(line)}`).join('');
  appendFileSync(file, text, { mode: OWNER_ONLY, flush: true });
}

/** All lines that can be read; an absent file has none. */
export function readSecretLines(file: string): readonly SecretLine[] {
  return textOf(file)
    .split('\n')
    .flatMap((line) => parseLine(line) ?? []);
}

/** Replaces the file as a whole. */
export function writeSecretLines(file: string, lines: readonly SecretLine[]): void {
  const beside = `${file}.new`;
  writeFileSync(beside, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: OWNER_ONLY, flush: true });
  renameSync(beside, file);
}

/** Changes whenever the file does. */
export function fileStamp(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? 'absent' : `${stat.ino}:${stat.size}:${stat.mtimeMs}`;
}

/** Bytes of the file; 0 when absent. */
export const fileBytes = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

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
