import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes the examples of the palette into a folder without flows, as tabs that an operator may change or remove. A
 * folder that has flows, also empty ones, is left as it is. A node that two examples share, such as their city, is
 * written once.
 */
export function installExamples(folder: string, palette: string): void {
  const file = join(folder, 'flows.json');
  const examples = join(palette, 'examples');
  if (existsSync(file) || !existsSync(examples)) return;
  const nodes = new Map<string, { readonly id: string }>();
  const names = readdirSync(examples).filter((name) => name.endsWith('.json'));
  for (const name of names.sort()) {
    for (const node of nodesOf(join(examples, name))) nodes.set(node.id, node);
  }
  if (nodes.size === 0) return;
  // Written by a rename: half a file would count as flows at the next start.
  writeFileSync(`${file}.new`, JSON.stringify([...nodes.values()], null, 4));
  renameSync(`${file}.new`, file);
}

function nodesOf(file: string): readonly { readonly id: string }[] {
  const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (Array.isArray(value) && value.every(isNode)) return value;
  throw new Error(`${file} is no list of Node-RED nodes; build the palette again`);
}

const isNode = (value: unknown): value is { readonly id: string } =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
