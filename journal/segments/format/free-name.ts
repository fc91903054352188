import { existsSync } from 'node:fs';

/** A path under which nothing lies yet: what was set aside before is never written over. */
export function freeName(wanted: string): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!existsSync(name)) return name;
  }
}
