import { basename, dirname, join } from 'node:path';

/**
 * Path of `file` in generation `number`: the plain path for the first, a folder `generation-N` beside it for others.
 */
export const inGeneration = (file: string, number: number): string =>
  number === 1 ? file : join(dirname(file), `generation-${number}`, basename(file));
