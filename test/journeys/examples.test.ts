import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Reading } from '../../model/reading.ts';
import { eventually } from '../harness/eventually.ts';
import { PROGRAMS, testWith } from '../harness/real-programs.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'docs', 'examples');

interface Example {
  readonly file: string;
  readonly needs: readonly (keyof typeof PROGRAMS)[];
  readonly run: readonly string[];
  readonly dialect: 'citynerve-json' | 'citynerve-proto';
  readonly unit: string;
}

const at = (file: string): string => join(EXAMPLES, file);
const LIST: readonly Example[] = [
  {
    file: 'publish.sh',
    needs: ['mosquitto_pub'],
    run: ['/bin/sh', at('publish.sh')],
    dialect: 'citynerve-json',
    unit: 'cm',
  },
  { file: 'publish.mjs', needs: [], run: [process.execPath, at('publish.mjs')], dialect: 'citynerve-json', unit: 'cm' },
  {
    file: 'publish-proto.mjs',
    needs: [],
    run: [process.execPath, at('publish-proto.mjs')],
    dialect: 'citynerve-proto',
    unit: 'UNIT_CM',
  },
  {
    file: 'publish.py',
    needs: ['python3', 'python3-paho-mqtt'],
    run: [PROGRAMS.python3, '-B', at('publish.py')],
    dialect: 'citynerve-json',
    unit: 'cm',
  },
  {
    file: 'publish_proto.py',
    needs: ['python3', 'python3-paho-mqtt', 'python3-protobuf'],
    run: [PROGRAMS.python3, '-B', at('publish_proto.py')],
    dialect: 'citynerve-proto',
    unit: 'UNIT_CM',
  },
];
const deviceOf = ({ file }: Example): string => `drain-${file.replace('.', '-')}`;

describe('the examples of docs/connect-a-device.md run as they stand', () => {
  let city: TestCity;
  beforeAll(async () => {
    city = await startTestCity({
      devices: LIST.map((example) => testDevice(deviceOf(example), 'drain-level', { dialect: example.dialect })),
    });
  });
  afterAll(() => city?.close());

  const start = (
    { run: [program = '', ...args] }: Example,
    rest: readonly string[],
    token: string,
    port = city.running.mqttPort,
  ) =>
    new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
      const env = { ...process.env, CITYNERVE_TOKEN: token, CITYNERVE_PORT: `${port}` };
      execFile(program, [...args, ...rest], { env }, (error, stdout, stderr) =>
        resolve({ code: error?.code ?? 0, stdout, stderr }),
      );
    });

  for (const example of LIST) {
    const id = deviceOf(example);
    const runs = (name: string, check: () => Promise<void>) =>
      example.needs.length === 0 ? test(name, check) : testWith(example.needs, name, check);

    runs(`${example.file} publishes, and ends when the value is on disk`, async () => {
      const done = await start(example, [id, 'level', '120', example.unit], city.token(id));
      expect(done).toMatchObject({ code: 0, stdout: expect.stringMatching(/^acknowledged: /), stderr: '' });
      await eventually(async () => {
        const { readings } = await city.get<{ readings: Reading[] }>(`/api/readings?device=${id}&channel=level`);
        expect(readings).toMatchObject([{ property: 'drain.level', value: 1.2, quality: { level: 'good' } }]);
      });
      expect((await city.ledger(id)).messages).toMatchObject({ received: 1, decoded: 1 });
    });

    runs(`${example.file} says so when it is refused, cannot connect or is called wrongly`, async () => {
      const values = [id, 'level', '120', example.unit];
      const refused = await start(example, values, 'a-wrong-token');
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/not acknowledged.*token/s) });
      expect(refused.stderr).toMatch(/not authori[sz]ed/i);
      const alone = await start(example, values, city.token(id), 1);
      expect(alone).toMatchObject({ code: 1, stderr: expect.stringMatching(/refused/i) });
      expect(await start(example, [id], city.token(id))).toMatchObject({
        code: 2,
        stderr: expect.stringMatching(/^usage/),
      });
      expect(await start(example, values, '')).toMatchObject({ code: 2, stderr: expect.stringMatching(/^usage/) });
    });
  }
});
