import { ConfigError } from '../model/config-error.ts';
import type { Journal } from '../model/journal.ts';
import { openSegments } from './segments/open-segments.ts';

/** The engines by scheme; each makes a journal of what stands behind the colon. */
const ENGINES: ReadonlyMap<string, (place: string) => Journal> = new Map([['segments', openSegments]]);

/** A scheme has two letters or more, so that a drive of Windows is none. */
const SCHEME = /^([a-z][a-z0-9+-]+):(.*)$/;

/**
 * The journal at `address`: `segments:DIRECTORY`, or a plain directory. Nothing is touched until one of its ends is opened. Throws a
 * `ConfigError` that names the schemes when the address has another one.
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
