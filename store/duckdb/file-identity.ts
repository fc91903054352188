import { statSync } from 'node:fs';

/** Which file lies under this name: another text for another file, null for none. A file that was removed or put away lives on for who has it open. */
export function fileIdentity(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.dev}:${found.ino}` : null;
}
