/** More than this without the end of an event is no event stream. */
const MAX_EVENT_CHARACTERS = 16 * 1024 * 1024;

/** Parses `text/event-stream` (WHATWG HTML, 9.2.6) from pieces cut anywhere; comments, ids and retry times are passed over. */
export function createEventParser(onEvent: (name: string, data: string) => void): (piece: string) => void {
  let rest = '';
  let name = '';
  let data: string[] = [];
  let size = 0;

  function takeLine(line: string): void {
    if (line === '') {
      if (data.length > 0) onEvent(name || 'message', data.join('\n'));
      name = '';
      data = [];
      size = 0;
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'event') name = value;
    if (field === 'data') {
      data.push(value);
      size += value.length;
    }
  }

  return function feed(piece) {
    const text = rest + piece;
    // The last line may go on in the next piece, and so may a CR LF.
    const lines = text.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) takeLine(line);
    if (rest.length + size > MAX_EVENT_CHARACTERS) throw new Error('an event of the stream is too long');
  };
}
