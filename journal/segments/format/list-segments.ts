import { readdir } from 'node:fs/promises';
import { errorCode } from './error-code.ts';
import { FAMILIES, type Family } from './family.ts';
import { parseSegmentName, type SegmentName } from './segment-name.ts';

/** The segments of each family, in order of offsets. */
export type SegmentLists = Readonly<Record<Family, readonly SegmentName[]>>;

/**
 * Lists the segments of a journal. While one is being compressed it has two files for a moment, of which the
 * uncompressed one is listed. A folder that does not exist is an empty journal.
 */
export async function listSegments(directory: string): Promise<SegmentLists> {
  // Reading a folder is not atomic: a segment whose file is replaced meanwhile can be missed. Repeated until it is
  // stable.
  let names = await namesIn(directory);
  for (let again = await namesIn(directory); !areSame(names, again); again = await namesIn(directory)) names = again;
  const [ageing, lasting] = FAMILIES.map((family) => names.filter((name) => name.family === family));
  return { ageing: ageing ?? [], lasting: lasting ?? [] };
}

async function namesIn(directory: string): Promise<readonly SegmentName[]> {
  const files = await readdir(directory).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  const byPlainName = new Map<string, SegmentName>();
  for (const file of files.sort()) {
    const name = parseSegmentName(file);
    if (name) byPlainName.set(plainName(file), byPlainName.get(plainName(file)) ?? name);
  }
  return [...byPlainName.values()];
}

const areSame = (one: readonly SegmentName[], other: readonly SegmentName[]): boolean =>
  one.length === other.length && one.every((name, index) => name.file === other[index]?.file);

const plainName = (file: string): string => file.replace(/\.zst$/, '');
