import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEVICE_MODELS } from '../devices/device-models.ts';

const PAGE = join(import.meta.dirname, '..', 'docs', 'connect-a-device.md');

test('the table of device models is that of devices/models, with every channel and its unit', () => {
  const rows = DEVICE_MODELS.map(({ id, title, channels }) => {
    const named = channels.map(({ channel, unit }) => `\`${channel}\` ${unit}`).join(', ');
    const intervals = new Set(channels.map(({ expectedIntervalSeconds }) => expectedIntervalSeconds));
    return `| \`${id}\` | ${title.en} | ${named} | ${[...intervals].join(', ')} |`;
  });
  const [, section = ''] = readFileSync(PAGE, 'utf8').split('\n## Device models\n');
  const table = section
    .split('\n## ')[0]
    ?.split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(table).toEqual(rows);
});
