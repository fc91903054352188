const MOST_CHARACTERS = 4000;
const MOST_OF_ONE_VALUE = 500;
const PLACE = /\{\{\s*([^{}]+?)\s*\}\}/g;

/**
 * Fills a template with parts of a message: `{{alert.zoneId}}`, `{{payload}}`, `{{alert.history.0.reason}}`. Paths
 * only: no code is run and no inherited property is read; a missing part becomes a dash. At most 4,000 characters.
 */
export function fillTemplate(template: string, message: object): string {
  const text = template.replace(PLACE, (_, path: string) => show(follow(message, path)));
  return cut(text, MOST_CHARACTERS);
}

function follow(message: object, path: string): unknown {
  let value: unknown = message;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Object.getOwnPropertyDescriptor(value, key)?.value;
  }
  return value;
}

function show(value: unknown): string {
  if (value === undefined || value === null || typeof value === 'function') return '—';
  if (typeof value !== 'object') return cut(String(value), MOST_OF_ONE_VALUE);
  try {
    return cut(JSON.stringify(value), MOST_OF_ONE_VALUE);
  } catch {
    // A message may hold what JSON cannot represent, e.g. a request.
    return '—';
  }
}

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
