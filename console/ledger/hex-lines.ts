/** One line of a hex dump. */
export interface HexLine {
  readonly at: string;
  readonly hex: string;
  /** The same bytes as text, a dot for what cannot be printed. */
  readonly text: string;
}

/** A hex dump in lines of `bytesPerLine` bytes. */
export function hexLines(bytes: Uint8Array, bytesPerLine = 16): readonly HexLine[] {
  const lines: HexLine[] = [];
  for (let start = 0; start < bytes.length; start += bytesPerLine) {
    const part = [...bytes.subarray(start, start + bytesPerLine)];
    lines.push({
      at: start.toString(16).padStart(4, '0'),
      hex: part.map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
      text: part.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(''),
    });
  }
  return lines;
}
