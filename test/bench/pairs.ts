import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { markdownTable, type Row, spread } from './bench-lines.ts';
import { medianInterval, medianOf } from './statistics.ts';
import type { PathRun } from './whole-path.ts';

// `npm run bench-pairs -- --against DIR [--rounds 9] [--messages 60000]`: this checkout and another one, installed in
// DIR, in turns: CPU a message on the whole path. Each pair gives a ratio, so that a busy neighbour strikes both.
const { values } = parseArgs({
  options: {
    against: { type: 'string' },
    rounds: { type: 'string', default: '9' },
    messages: { type: 'string', default: '60000' },
    payloads: { type: 'string', default: 'json-1,json-6' },
  },
});
if (values.against === undefined) throw new Error('--against DIR: the folder of the other checkout, with node_modules');
const [there, here] = [values.against, process.cwd()];
const messages = Number(values.messages);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** CPU microseconds a message, by role; the other checkout runs its own benchmark, in a process of its own. */
async function measure(checkout: string, payload: string): Promise<PathRun['micros']> {
  const order = { payload, qos: 1, devices: 50, perMinute: 60, messages, warmUp: messages / 2 };
  const module = pathToFileURL(join(checkout, 'test/bench/whole-path.ts'));
  const program = `import { runWholePath } from '${module}';
const { micros, isBalanced } = await runWholePath(${JSON.stringify(order)});
console.log('RESULT ' + JSON.stringify({ micros, isBalanced }));`;
  const folder = await mkdtemp(join(tmpdir(), 'citynerve-pairs-'));
  const file = join(folder, 'measure.mts');
  await writeFile(file, program);
  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', file], {
    cwd: checkout,
    maxBuffer: 1e8,
  });
  await rm(folder, { recursive: true });
  const line = stdout.split('\n').find((text) => text.startsWith('RESULT '));
  const result: Pick<PathRun, 'micros' | 'isBalanced'> = JSON.parse(line?.slice('RESULT '.length) ?? 'null');
  if (!result.isBalanced) throw new Error(`the ledger of ${checkout} does not balance after ${payload}`);
  return result.micros;
}

const total = (micros: PathRun['micros']): number => Object.values(micros).reduce((sum, one) => sum + one, 0);
const rows: Row[] = [];
for (const payload of values.payloads.split(',')) {
  const pairs: { readonly ours: PathRun['micros']; readonly theirs: PathRun['micros'] }[] = [];
  for (let round = 0; round < Number(values.rounds); round += 1) {
    // Who begins changes with each pair: what the first leaves warm or hot is not always the same one's gain.
    const first = await measure(round % 2 === 0 ? here : there, payload);
    const second = await measure(round % 2 === 0 ? there : here, payload);
    const pair = round % 2 === 0 ? { ours: first, theirs: second } : { ours: second, theirs: first };
    pairs.push(pair);
    const [a, b] = [total(pair.ours), total(pair.theirs)];
    say(`${payload} pair ${round + 1}: ${a.toFixed(1)} / ${b.toFixed(1)} µs = ${(a / b).toFixed(3)}`);
    say(`  ours ${JSON.stringify(pair.ours)} theirs ${JSON.stringify(pair.theirs)}`);
  }
  const ratios = pairs.map(({ ours, theirs }) => total(ours) / total(theirs));
  const { low, high, coverage } = medianInterval(ratios);
  rows.push([
    payload,
    spread(
      pairs.map(({ ours }) => total(ours)),
      1,
    ),
    spread(
      pairs.map(({ theirs }) => total(theirs)),
      1,
    ),
    medianOf(ratios).toFixed(3),
    `${low.toFixed(3)} to ${high.toFixed(3)} (${(coverage * 100).toFixed(0)} %)`,
  ]);
}
say(markdownTable(['payload', 'here, µs', 'there, µs', 'median ratio', 'its interval'], rows));
