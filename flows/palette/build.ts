import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Node-RED loads <node>.js with <node>.html, locales/ and icons/ beside it. That file is CommonJS, so that a Node that
// is too old can say so; it loads the compiled sources in `dist/modules`.
const palette = fileURLToPath(new URL('.', import.meta.url));
const tsc = join(palette, '..', '..', 'node_modules', 'typescript', 'bin', 'tsc');
const dist = join(process.argv[2] ?? palette, 'dist');
const nodes = join(dist, 'nodes');

rmSync(dist, { recursive: true, force: true });
const outDir = join(dist, 'modules');
const { status } = spawnSync(process.execPath, [tsc, '-p', palette, '--outDir', outDir], { stdio: ['ignore', 2, 2] });
cpSync(join(palette, 'nodes'), nodes, { recursive: true, filter: (path) => !path.endsWith('.ts') });
for (const name of readdirSync(nodes)) {
  const text = `'use strict';\nmodule.exports = require('../../../load-node.cjs')('${name}');\n`;
  writeFileSync(join(nodes, name, `citynerve-${name}.js`), text);
}
writeFileSync(join(nodes, 'package.json'), '{ "type": "commonjs" }\n');
process.exitCode = status ?? 1;
