import { parseArgs } from 'node:util';
import { HARDENINGS, type HardeningName, isHardening } from '../../simulator/hardenings.ts';

/** What the evaluation was asked for. */
export interface Order {
  readonly what: 'scenarios' | 'fusion';
  readonly seeds: readonly number[];
  /** Root of another checkout to be compared with; null: none. */
  readonly against: string | null;
  readonly workers: number;
  readonly hardenings: readonly HardeningName[];
  readonly hours: number;
  readonly devices: number;
  readonly restartEverySeconds: number | null;
  readonly isListing: boolean;
  /** Share of faulty devices, 0 to 1. */
  readonly faulty: number;
  /** Folder of the recorded data; null: a simulated city. */
  readonly recorded: string | null;
}

/** How the evaluation is called. */
export const USAGE = `npm run evaluate -- scenarios --seeds A-B [--hard NAME,NAME|all] [--hours 12] [--devices 100]
    [--restart-every SECONDS] [--against DIR] [--list] [--workers 2]
npm run evaluate -- fusion --seeds A-B [--faulty 0.3] [--hours 12] [--against DIR] [--workers 2]
    [--recorded DIR, then 336 hours each]
hardenings: ${Object.keys(HARDENINGS).join(', ')}`;

const OPTIONS = {
  seeds: { type: 'string' },
  against: { type: 'string' },
  workers: { type: 'string', default: '2' },
  hard: { type: 'string', default: 'plain' },
  hours: { type: 'string' },
  devices: { type: 'string', default: '100' },
  'restart-every': { type: 'string' },
  list: { type: 'boolean', default: false },
  faulty: { type: 'string', default: '0.3' },
  recorded: { type: 'string' },
} as const;

/** Options that belong to one of the two evaluations only. */
const ONLY = {
  scenarios: ['hard', 'devices', 'restart-every', 'list'],
  fusion: ['faulty', 'recorded'],
} as const;

/** Parses the arguments; throws an Error that says what is wrong, and what would be right. */
export function parseOrder(args: readonly string[]): Order {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
    tokens: true,
  });
  const [what, ...others] = positionals;
  if ((what !== 'scenarios' && what !== 'fusion') || others.length > 0) throw new Error('say scenarios or fusion');
  const foreign: readonly string[] = what === 'scenarios' ? ONLY.fusion : ONLY.scenarios;
  for (const token of tokens) {
    if (token.kind === 'option' && foreign.includes(token.name)) throw new Error(`--${token.name} is not for ${what}`);
  }
  const restartEvery = values['restart-every'];
  return {
    what,
    seeds: parseSeeds(values.seeds),
    against: values.against ?? null,
    workers: parseNumber('--workers', values.workers, { least: 1, most: 64, multipleOf: 1 }),
    hardenings: values.hard === 'all' ? Object.keys(HARDENINGS).filter(isHardening) : values.hard.split(',').map(named),
    hours: parseNumber('--hours', values.hours ?? (values.recorded === undefined ? '12' : '336'), {
      least: 1,
      most: 10_000,
      multipleOf: 1,
    }),
    devices: parseNumber('--devices', values.devices, { least: 1, most: 10_000, multipleOf: 1 }),
    restartEverySeconds:
      restartEvery === undefined
        ? null
        : parseNumber('--restart-every', restartEvery, { least: 10, most: 86_400, multipleOf: 10 }),
    isListing: values.list,
    faulty: parseNumber('--faulty', values.faulty, { least: 0, most: 1, multipleOf: null }),
    recorded: values.recorded ?? null,
  };
}

function named(name: string): HardeningName {
  if (!isHardening(name)) throw new Error(`--hard ${name}: there are ${Object.keys(HARDENINGS).join(', ')}, all`);
  return name;
}

/** `A-B`, both included, or one seed. */
function parseSeeds(text: string | undefined): readonly number[] {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(text ?? '') ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (first === undefined || to < from) throw new Error('--seeds A-B: two whole numbers, the smaller one first');
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function parseNumber(
  name: string,
  text: string,
  { least, most, multipleOf }: { readonly least: number; readonly most: number; readonly multipleOf: number | null },
): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const isRight = value >= least && value <= most && (multipleOf === null || value % multipleOf === 0);
  const kind = multipleOf === null ? 'a number' : multipleOf === 1 ? 'a whole number' : `a multiple of ${multipleOf}`;
  if (!isRight) throw new Error(`${name} ${text}: ${kind} from ${least} to ${most}`);
  return value;
}
