import { readFile } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { NewerVersionError } from '../model/newer-version-error.ts';
import type { SettledRevision } from './settled-revisions.ts';

/** What a destination has settled: all effects below a journal offset, and for each alert the revisions up to one. */
export interface CursorState {
  readonly nextOffset: number;
  readonly settled: readonly SettledRevision[];
}

const VERSION = 1;

/** The content of a cursor file, and damage in it. */
export interface FoundCursor extends CursorState {
  /** False: there was no file, or no valid line in it. */
  readonly hasCursor: boolean;
  readonly damage: string | null;
}

/** One line of a cursor file: CRC-32 of the rest in hex, a space, JSON. A later line adds to those before it. */
export function formatCursorLine({ nextOffset, settled }: CursorState): string {
  const marks = settled.map(({ alertId, revision, staleAfter }) => [alertId, revision, staleAfter]);
  const text = JSON.stringify({ version: VERSION, nextOffset, settled: marks });
  return `${checksum(text)} ${text}\n`;
}

const checksum = (text: string): string => crc32(text).toString(16).padStart(8, '0');

/**
 * Reads a cursor file up to the first damaged line. Without a valid line nothing counts as settled: all effects that
 * the fold gives from its checkpoint on are then delivered. Rejects with `NewerVersionError`.
 */
export async function readCursor(file: string): Promise<FoundCursor> {
  const settled = new Map<string, SettledRevision>();
  let nextOffset = 0;
  let hasCursor = false;
  let damage: string | null = null;
  const text = await readText(file);
  if (text === null) damage = `${file} cannot be read: what was settled may be delivered again`;
  const lines = (text ?? '').split('\n');
  // After the last line break comes nothing, or a line that a crash has cut off.
  if (lines.at(-1) === '') lines.pop();
  for (const [index, line] of lines.entries()) {
    const state = parseLine(line, file);
    if (!state) {
      damage = `${file} is torn or damaged from line ${index + 1} on: what was settled after it may be delivered again`;
      break;
    }
    hasCursor = true;
    nextOffset = state.nextOffset;
    for (const mark of state.settled) settled.set(mark.alertId, mark);
  }
  return { nextOffset, settled: [...settled.values()], hasCursor, damage };
}

/** The text of the file, empty if there is none; null if it cannot be read. */
async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? '' : null;
  }
}

function parseLine(line: string, file: string): CursorState | null {
  const text = line.slice(9);
  if (line.slice(0, 9) !== `${checksum(text)} `) return null;
  const parsed: unknown = JSON.parse(text);
  if (!isObject(parsed)) return null;
  const { version, nextOffset, settled } = parsed;
  if (typeof version === 'number' && version > VERSION)
    throw new NewerVersionError(`${file} has version ${version}, this Citynerve knows ${VERSION}`);
  if (typeof nextOffset !== 'number' || !Array.isArray(settled)) return null;
  return { nextOffset, settled: settled.flatMap(parseMark) };
}

function parseMark(mark: unknown): SettledRevision[] {
  const [alertId, revision, staleAfter]: unknown[] = Array.isArray(mark) ? mark : [];
  return typeof alertId === 'string' && typeof revision === 'number' && typeof staleAfter === 'number'
    ? [{ alertId, revision, staleAfter }]
    : [];
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
