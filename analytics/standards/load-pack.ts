import type { StandardRow, StandardStatus, StandardsPack } from '../../model/standards-pack.ts';
import { checkVector } from './check-vector.ts';

/** A pack that must not be used, with everything that is wrong with it. */
export class StandardsPackError extends Error {
  override readonly name = 'StandardsPackError';
  readonly problems: readonly string[];
  constructor(packId: string, problems: readonly string[]) {
    super(`standards pack ${packId} is refused: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

const STATUSES: ReadonlySet<StandardStatus> = new Set(['statutory', 'guideline', 'local', 'project-default']);

/** Gives the pack back when its form, its dates and every one of its vectors hold; throws `StandardsPackError` otherwise. */
export function loadPack(pack: StandardsPack): StandardsPack {
  const problems = checkPack(pack);
  if (problems.length > 0) throw new StandardsPackError(`${pack.id}@${pack.version}`, problems);
  return pack;
}

/** Everything that is wrong with a pack; vectors only once the rest stands. */
export function checkPack(pack: StandardsPack): readonly string[] {
  const problems = [...checkHead(pack), ...checkDates(pack), ...Object.entries(pack.table).flatMap(checkRow)];
  if (problems.length > 0) return problems;
  return pack.vectors.flatMap((vector) => {
    try {
      return checkVector(vector, pack) ?? [];
    } catch (error) {
      return `vector ${JSON.stringify(vector.input)}: ${error instanceof Error ? error.message : String(error)}`;
    }
  });
}

function checkHead({ id, version, source, status, vectors }: StandardsPack): string[] {
  const problems: string[] = [];
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) problems.push(`id "${id}" is not kebab-case`);
  if (version === '') problems.push('version is empty');
  if (source === '') problems.push('source is empty');
  if (!STATUSES.has(status)) problems.push(`status "${status}" is none of ${[...STATUSES].join(', ')}`);
  if (vectors.length === 0) problems.push('it has no vectors, so nothing shows that it was transcribed rightly');
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
  // Some engines roll 31 February over instead of refusing it: the day must read back.
  return !Number.isNaN(at) && new Intl.DateTimeFormat('en-CA', { timeZone: 'UTC' }).format(at) === text;
}

function checkRow([name, row]: [string, StandardRow]): string[] {
  if (!('value' in row)) return [`row ${name} is no number`];
  const problems: string[] = [];
  if (!Number.isFinite(row.value)) problems.push(`row ${name}: value ${row.value} is not a number`);
  if (row.unit === '') problems.push(`row ${name}: unit is empty`);
  if (row.source === '') problems.push(`row ${name}: source is empty`);
  if (!STATUSES.has(row.status)) problems.push(`row ${name}: status "${row.status}" is unknown`);
  return problems;
}
