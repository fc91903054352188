const DELIMITERS = [',', ';', '\t'] as const;

/** What separates the cells of a header: the sign that stands most often in it, outside of quotes. */
export function findDelimiter(header: string): ',' | ';' | '\t' {
  const bare = header.replaceAll(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }));
  return counts.reduce((most, next) => (next.count > most.count ? next : most)).delimiter;
}
