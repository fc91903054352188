import { existsSync } from 'node:fs';

/**
 * A path that does not exist: `wanted`, or with a number added, so that earlier quarantine files are not overwritten.
 */
export function freeName(wanted: string): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!existsSync(name)) return name;
  }
}
