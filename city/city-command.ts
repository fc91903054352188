import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const CHECKOUT = fileURLToPath(new URL('..', import.meta.url));
const DEFAULT_DATA = 'data';

/**
 * The line with which a person runs `citynerve ARGS` for the city in the folder `root`, in the folder of Citynerve.
 * `npm run` starts only scripts of that folder; `npx` would ask the public registry for a package of the name where it
 * finds none.
 */
export const cityCommand = (args: string, root: string): string => `npm run citynerve -- ${args}${dataOption(root)}`;

/** The line with which a person starts the city in the folder `root`, in the folder of Citynerve. */
export function startCommand(root: string): string {
  const option = dataOption(root);
  return `npm start${option === '' ? '' : ` --${option}`}`;
}

/** The line with which a person makes an empty city in the folder `root`, in the folder of Citynerve. */
export const initCommand = (root: string): string => `npm run citynerve -- init ${dataPath(root)}`;

const dataOption = (root: string): string => (dataPath(root) === DEFAULT_DATA ? '' : ` --data ${dataPath(root)}`);

/** The path within the folder of Citynerve where the city lies there, else the whole. */
function dataPath(root: string): string {
  const path = relative(CHECKOUT, resolve(CHECKOUT, root));
  return quoted(path.startsWith('..') || path === '' ? resolve(CHECKOUT, root) : path);
}

/** For a POSIX shell. */
const quoted = (text: string): string =>
  /^[A-Za-z0-9_@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
