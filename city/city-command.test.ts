import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { cityCommand, startCommand } from './city-command.ts';

const checkout = resolve(import.meta.dirname, '..');

test.each([
  [resolve(checkout, 'data'), 'npm run citynerve -- signin', 'npm start'],
  [resolve(checkout, 'my-city'), 'npm run citynerve -- signin --data my-city', 'npm start -- --data my-city'],
  ['/srv/city', 'npm run citynerve -- signin --data /srv/city', 'npm start -- --data /srv/city'],
  [
    "/srv/the city's",
    "npm run citynerve -- signin --data '/srv/the city'\\''s'",
    "npm start -- --data '/srv/the city'\\''s'",
  ],
])('the commands for the city in %s name it', (root, signin, start) => {
  expect(cityCommand('signin', root)).toBe(signin);
  expect(startCommand(root)).toBe(start);
});
