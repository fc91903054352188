import packageJson from '../package.json' with { type: 'json' };

/** Version of Citynerve, as package.json says. */
export const VERSION: string = packageJson.version;

/** The engine recorded in evidence: a byte-identical recomputation is guaranteed on one major version of Node only. */
export const ENGINE = { version: VERSION, node: process.versions.node.split('.')[0] ?? '' } as const;
