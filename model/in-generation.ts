import { basename, dirname, join } from 'node:path';

/** Where a file of a generation lies: those of the first lie at the plain path. */
export const inGeneration = (file: string, number: number): string =>
  number === 1 ? file : join(dirname(file), `generation-${number}`, basename(file));
