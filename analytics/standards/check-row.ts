import { isProperty } from '../../model/property.ts';
import type {
  StandardBreakpoints,
  StandardCategories,
  StandardNumber,
  StandardRow,
} from '../../model/standards-pack.ts';
import { STATUSES } from './statuses.ts';

/** Checks the structure of one row; returns its problems. (Its numbers are checked by the test vectors.) */
export function checkRow(name: string, row: StandardRow): readonly string[] {
  const problems = [...checkHead(row), ...checkBody(row)];
  return problems.map((problem) => `row ${name}: ${problem}`);
}

function checkHead({ source, status }: StandardRow): string[] {
  const hasSource = typeof source === 'string' ? source !== '' : source.en !== '' && source.zh !== '';
  return [
    ...(hasSource ? [] : ['source is empty']),
    ...(STATUSES.has(status) ? [] : [`status "${status}" is unknown`]),
  ];
}

function checkBody(row: StandardRow): string[] {
  if ('value' in row) return checkNumber(row);
  if ('concentrations' in row) return checkBreakpoints(row);
  if ('categories' in row) return checkCategories(row);
  return row.choice === '' ? ['choice is empty'] : [];
}

function checkNumber({ value, unit }: StandardNumber): string[] {
  return [
    ...(Number.isFinite(value) ? [] : [`value ${value} is not a number`]),
    ...(unit === '' ? ['unit is empty'] : []),
  ];
}

function checkBreakpoints(row: StandardBreakpoints): string[] {
  const { property, unit, concentrations, indices, above, hour, day } = row;
  const problems = checkNumber(above).map((problem) => `above: ${problem}`);
  if (!isProperty(property)) problems.push(`property "${property}" is not in the catalogue`);
  if (unit === '') problems.push('unit is empty');
  if (concentrations.length < 2) problems.push('fewer than two nodes');
  if (concentrations.length !== indices.length) {
    problems.push(`${concentrations.length} concentrations, but ${indices.length} indices`);
  }
  if (!isRising(concentrations)) problems.push('concentrations do not rise');
  if (!isRising(indices)) problems.push('indices do not rise');
  if (hour === undefined && day === undefined) problems.push('it has a part in neither an hourly nor a daily index');
  return problems;
}

function checkCategories({ categories }: StandardCategories): string[] {
  const problems: string[] = [];
  const limits = categories.map(({ upTo }) => upTo ?? Number.POSITIVE_INFINITY);
  if (!isRising(limits)) problems.push('classes do not rise');
  if (categories.at(-1)?.upTo !== null) problems.push('the last class has an end');
  for (const { colour, title } of categories) {
    if (!/^#[0-9a-f]{6}$/.test(colour)) problems.push(`colour "${colour}" is not like #00e400`);
    if (title.en === '' || title.zh === '') problems.push('a class has no name in both languages');
  }
  return problems;
}

const isRising = (values: readonly number[]): boolean =>
  values.every((value, index) => index === 0 || value > (values[index - 1] ?? Number.NaN));
