import { readFileSync } from 'node:fs';

/** Version of Citynerve, as package.json says. */
export const VERSION: string = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')).version;

/** What evidence names as the engine: byte equality is promised on one Node line only. */
export const ENGINE = { version: VERSION, node: process.versions.node.split('.')[0] ?? '' } as const;
