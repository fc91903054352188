import { hashSecret, isSameHash } from './secret.ts';
import {
  appendSecretLines,
  fileBytes,
  fileStamp,
  keepSecretLines,
  readSecretLines,
  type SecretKind,
  type SecretLine,
} from './session-file.ts';

/** A secret that is valid: neither ended nor expired. */
type LiveSecret = Exclude<SecretLine, { readonly kind: 'ended' }>;

interface Secrets {
  /** The valid secret of that kind, or null. */
  find(kind: SecretKind, secret: string): LiveSecret | null;
  append(lines: readonly SecretLine[]): void;
}

/** Above this size the file is compacted at the start: written again without ended and expired secrets. */
const COMPACT_BYTES = 256 * 1024;

/** Opens the file of secrets; it is read again whenever it has changed, because the command line appends to it. */
export function openSecrets(file: string, now: () => number): Secrets {
  if (fileBytes(file) > COMPACT_BYTES) keepSecretLines(file, (lines) => liveOf(lines, now()));
  let stamp = '';
  let known: readonly LiveSecret[] = [];
  const refresh = (): void => {
    const current = fileStamp(file);
    if (current === stamp) return;
    known = liveOf(readSecretLines(file), now());
    stamp = current;
  };
  return {
    find(kind, secret) {
      refresh();
      const hash = hashSecret(secret);
      let found: LiveSecret | null = null;
      // No early return, so that the time does not depend on which secret matches.
      for (const entry of known) {
        if (entry.kind === kind && entry.expiresAt > now() && isSameHash(hash, entry.hash)) found = entry;
      }
      return found;
    },
    append(lines) {
      appendSecretLines(file, lines);
      stamp = '';
    },
  };
}

function liveOf(lines: readonly SecretLine[], at: number): readonly LiveSecret[] {
  const live = new Map<string, LiveSecret>();
  for (const line of lines) {
    if (line.kind === 'ended') live.delete(line.hash);
    else if (line.expiresAt > at) live.set(line.hash, line);
  }
  return [...live.values()];
}
