import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateTelemetry } from './generate-telemetry.ts';

test('the checked-in files are those generated from telemetry.proto; if not: `npm run proto`', async () => {
  for (const [path, text] of await generateTelemetry()) {
    expect(readFileSync(join(import.meta.dirname, '..', path), 'utf8'), path).toBe(text);
  }
});
