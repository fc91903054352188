import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Calls `onLine` for each non-empty line of a UTF-8 stream, and `onOverflow` when a line is longer than `maxBytes`. */
export function readLines(
  stream: Readable,
  options: { readonly maxBytes: number; readonly onLine: (line: string) => void; readonly onOverflow: () => void },
): void {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    const lines = decoder.write(chunk).split('\n');
    for (let index = 0; index < lines.length - 1; index++) {
      parts.push(lines[index] ?? '');
      const line = parts.join('');
      parts = [];
      length = 0;
      if (line !== '') options.onLine(line);
    }
    const rest = lines.at(-1) ?? '';
    parts.push(rest);
    length += rest.length;
    if (length > options.maxBytes) {
      parts = [];
      length = 0;
      options.onOverflow();
    }
  });
}
