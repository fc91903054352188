import { readFileSync } from 'node:fs';
import { ConfigError } from '../model/config-error.ts';

const LINE_FEED = 0x0a;
/** What to do about the usual errors of opening a file. */
const ERRORS: Readonly<Record<string, string>> = {
  EISDIR: 'is a folder; must be a file',
  EACCES: 'may not be read by this user; give it the rights',
  ELOOP: 'is a link to itself; put the file in its place',
  ENOTDIR: 'lies below something that is no folder',
};

/**
 * The text of a file that people edit; a byte order mark is left out. Throws a `ConfigError` for a file that cannot be
 * read or is not UTF-8 (with its first line that is not), `whenMissing` for one that is not there.
 */
export function readText(path: string, whenMissing: string): string {
  const bytes = readBytes(path, whenMissing);
  try {
    return decode(bytes);
  } catch {
    throw new ConfigError(
      path,
      `line ${firstBadLine(bytes)} is not UTF-8; save the file as UTF-8 (a spreadsheet calls it "CSV UTF-8")`,
    );
  }
}

function readBytes(path: string, whenMissing: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const problem = code === 'ENOENT' ? whenMissing : ERRORS[code];
    if (problem === undefined) throw error;
    throw new ConfigError(path, problem);
  }
}

const decode = (bytes: Uint8Array): string => new TextDecoder('utf-8', { fatal: true }).decode(bytes);

/** No character of UTF-8 spans a line feed, so each line can be decoded alone. */
function firstBadLine(bytes: Buffer): number {
  let line = 1;
  for (let from = 0; from < bytes.length; line += 1) {
    const end = bytes.indexOf(LINE_FEED, from);
    const until = end < 0 ? bytes.length : end;
    try {
      decode(bytes.subarray(from, until));
    } catch {
      return line;
    }
    from = until + 1;
  }
  return line;
}
