import packageJson from '../package.json' with { type: 'json' };

/** Version of Citynerve, as package.json says. */
export const VERSION: string = packageJson.version;

/** What evidence names as the engine: byte equality is promised on one Node line only. */
export const ENGINE = { version: VERSION, node: process.versions.node.split('.')[0] ?? '' } as const;
