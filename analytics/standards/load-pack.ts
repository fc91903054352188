import type { StandardsPack } from '../../model/standards-pack.ts';
import { canonicalHash } from '../canonical-json.ts';
import { checkRow } from './check-row.ts';
import { checkVector } from './check-vector.ts';
import { STATUSES } from './statuses.ts';

/** A pack is invalid and must not be used; with all its problems. */
export class StandardsPackError extends Error {
  override readonly name = 'StandardsPackError';
  readonly problems: readonly string[];
  constructor(packId: string, problems: readonly string[]) {
    super(`standards pack ${packId} is refused: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

/** Returns the pack if it is valid and reproduces all its test vectors; throws a `StandardsPackError` otherwise. */
export function loadPack(pack: StandardsPack): StandardsPack {
  const problems = checkPack(pack);
  if (problems.length > 0) throw new StandardsPackError(`${pack.id}@${pack.version}`, problems);
  return pack;
}

/** Cached results: packs are immutable, so each is checked once. */
const checked = new WeakMap<StandardsPack, readonly string[]>();

/**
 * Checks a pack; returns its problems. Test vectors are checked only if the rest is valid. Never throws: a pack from a
 * journal may have any form.
 */
export function checkPack(pack: StandardsPack): readonly string[] {
  const problems = checked.get(pack) ?? problemsOf(pack);
  checked.set(pack, problems);
  return problems;
}

function problemsOf(pack: StandardsPack): readonly string[] {
  try {
    return findProblems(pack);
  } catch (error) {
    return [`it cannot be read: ${error instanceof Error ? error.message : String(error)}`];
  }
}

function findProblems(pack: StandardsPack): readonly string[] {
  const rows = Object.entries(pack.table).flatMap(([name, row]) => checkRow(name, row));
  const problems = [...checkHead(pack), ...checkSource(pack), ...checkDates(pack), ...rows];
  if (problems.length > 0) return problems;
  return pack.vectors.flatMap((vector) => {
    try {
      return checkVector(vector, pack) ?? [];
    } catch (error) {
      return `vector ${JSON.stringify(vector.input)}: ${error instanceof Error ? error.message : String(error)}`;
    }
  });
}

function checkHead({ id, version, status, vectors }: StandardsPack): string[] {
  const problems: string[] = [];
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) problems.push(`id "${id}" is not kebab-case`);
  if (!/^\d+(\.\d+)*$/.test(version))
    problems.push(`version "${version}" is not numbers with dots between, like 2026.1`);
  if (!STATUSES.has(status)) problems.push(`status "${status}" is none of ${[...STATUSES].join(', ')}`);
  if (vectors.length === 0) problems.push('it has no vectors, so nothing shows that it was transcribed rightly');
  return problems;
}

function checkSource({ source, table }: StandardsPack): string[] {
  // In packs of the first format the source is a string, and there is no checksum.
  if (typeof source === 'string') return source === '' ? ['source is empty'] : [];
  const problems: string[] = [];
  if (source.remarks.en === '' || source.remarks.zh === '') problems.push('source has no remarks in both languages');
  if (source.transcribedBy.length === 0) problems.push('source does not say who transcribed it');
  const checksum = canonicalHash(table);
  if (checksum !== source.checksum) {
    problems.push(
      `checksum is ${source.checksum}, the table gives ${checksum}: if the table was meant to change, raise the version and write the new one`,
    );
  }
  return problems;
}

function checkDates({ effectiveFrom, effectiveUntil }: StandardsPack): string[] {
  const problems: string[] = [];
  for (const [name, date] of Object.entries({ effectiveFrom, effectiveUntil })) {
    if (date !== null && !isCivilDate(date)) problems.push(`${name} "${date}" is not a civil date like 2026-03-01`);
  }
  if (effectiveFrom !== null && effectiveUntil !== null && effectiveFrom >= effectiveUntil) {
    problems.push(`effectiveFrom ${effectiveFrom} is not before effectiveUntil ${effectiveUntil}`);
  }
  return problems;
}

function isCivilDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  // Compared with the result, because Date.parse may accept 31 February as 3 March.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
