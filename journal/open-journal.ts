import { ConfigError } from '../model/config-error.ts';
import type { Journal } from '../model/journal.ts';
import { openSegments } from './segments/open-segments.ts';

/** The engines by scheme; each opens the journal at the part of the address after the colon. */
const ENGINES: ReadonlyMap<string, (place: string) => Journal> = new Map([['segments', openSegments]]);

/** A scheme has at least two letters, so that a Windows drive letter is not taken for one. */
const SCHEME = /^([a-z][a-z0-9+-]+):(.*)$/;

/**
 * The journal at `address`: `segments:DIRECTORY`, or a plain directory. No file is touched until a reader or writer is
 * opened. Throws a `ConfigError` that names the known schemes for any other one.
 */
export function openJournal(address: string): Journal {
  const [, scheme, place] = SCHEME.exec(address) ?? [null, 'segments', address];
  const open = ENGINES.get(scheme ?? '');
  if (open === undefined || !place) {
    const known = [...ENGINES.keys()].map((name) => `${name}:DIRECTORY`).join(', ');
    throw new ConfigError(`journal "${address}"`, `cannot be opened; expected a directory or ${known}`);
  }
  return open(place);
}
