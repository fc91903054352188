import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Node-RED loads <node>.js with <node>.html, locales/ and icons/ beside it: `dist` mirrors the sources, compiled where
// they are TypeScript.
const palette = fileURLToPath(new URL('.', import.meta.url));
const tsc = join(palette, '..', '..', 'node_modules', 'typescript', 'bin', 'tsc');
const dist = join(process.argv[2] ?? palette, 'dist');

rmSync(dist, { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [tsc, '-p', palette, '--outDir', dist], { stdio: ['ignore', 2, 2] });
cpSync(join(palette, 'nodes'), join(dist, 'nodes'), { recursive: true, filter: (path) => !path.endsWith('.ts') });
process.exitCode = status ?? 1;
