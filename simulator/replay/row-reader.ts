import { encodeCitynerveJson } from '../../devices/dialects/citynerve-json/citynerve-json-encoder.ts';
import { civilTimeConverter, type Instant } from './civil-time.ts';
import type { ReplayChannel, ReplayDevice, ReplayMap, ReplayTime } from './replay-map.ts';
import { parseIso, timeFormat } from './time-format.ts';

/** A row by column name. */
export type Row = Readonly<Record<string, string>>;

/** One message of a row. */
interface RowMessage {
  readonly deviceId: string;
  readonly payload: Uint8Array;
}

/** Result of a row; without any value it is `empty`, without a valid time or device `unreadable`. */
export type RowOutcome =
  | {
      readonly kind: 'published' | 'empty';
      readonly time: Instant;
      readonly messages: readonly RowMessage[];
      readonly sent: number;
      readonly missing: number;
      readonly notANumber: number;
    }
  | { readonly kind: 'unreadable'; readonly detail: string };

/** All devices have one boot id, so a row that is sent again after a restart is recognised as a duplicate. */
const BOOT = 'replay';
const NUMBERS = {
  point: /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i,
  comma: /^[+-]?(\d+,?\d*|,\d+)(e[+-]?\d+)?$/i,
} as const;

/** A function that turns row number `number` (from 1) into messages. */
export function createRowReader(map: ReplayMap): (row: Row, number: number) => RowOutcome {
  const readTime = timeReader(map.time);
  const missing = new Set(map.missing);
  const places = map.devices.map((place) => ({ place, channels: channelsOf(map, place) }));
  return (row, number) => {
    const time = readTime(row);
    if (!time) return { kind: 'unreadable', detail: `its time ${describeTime(row, map.time)}` };
    const here = places.filter(({ place }) => isOwn(row, place));
    if (here.length === 0) return { kind: 'unreadable', detail: 'it belongs to no device of the map' };
    const lacking = here.flatMap(({ channels }) => channels).find(({ column }) => row[column] === undefined);
    if (lacking) return { kind: 'unreadable', detail: `it has no column ${lacking.column}` };
    const messages: RowMessage[] = [];
    const counts = { sent: 0, missing: 0, notANumber: 0 };
    for (const { place, channels } of here) {
      const values: Record<string, { value: number; unit: string }> = {};
      for (const channel of channels) {
        const text = row[channel.column] ?? '';
        const value = missing.has(text.trim()) ? 'missing' : readNumber(text, channel, map.decimal);
        if (typeof value === 'number') values[channel.channel] = { value, unit: channel.unit };
        counts[typeof value === 'number' ? 'sent' : value] += 1;
      }
      if (Object.keys(values).length === 0) continue;
      const payload = encodeCitynerveJson({ seq: number, boot: BOOT, ts: time.at, values });
      messages.push({ deviceId: place.device.id, payload });
    }
    return { kind: messages.length > 0 ? 'published' : 'empty', time, messages, ...counts };
  };
}

/** Columns that the map needs. */
export function columnsOf(map: ReplayMap): readonly string[] {
  const time = map.time.kind === 'columns' ? map.time.columns : [map.time.column];
  const where = map.devices.flatMap((place) => Object.keys(place.where));
  return [...new Set([...time, ...where, ...map.channels.map((channel) => channel.column)])];
}

function channelsOf(map: ReplayMap, { device }: ReplayDevice): readonly ReplayChannel[] {
  return map.channels.filter((channel) => channel.deviceId === null || channel.deviceId === device.id);
}

function isOwn(row: Row, { where }: ReplayDevice): boolean {
  return Object.entries(where).every(([column, text]) => row[column] === text);
}

function readNumber(text: string, { scale }: ReplayChannel, decimal: ReplayMap['decimal']): number | 'notANumber' {
  const trimmed = text.trim();
  const value = NUMBERS[decimal].test(trimmed) ? scale * Number(trimmed.replace(',', '.')) : Number.NaN;
  return Number.isFinite(value) ? value : 'notANumber';
}

/** The text of a time that cannot be read, and the form that the map gives it. */
function describeTime(row: Row, time: ReplayTime): string {
  if (time.kind === 'columns') {
    const texts = time.columns.map((column) => `${column} "${row[column] ?? ''}"`);
    return `${texts.join(', ')} is none; must be whole numbers, as time.columns of the map says`;
  }
  const form = time.format === 'ISO' ? 'ISO 8601, such as 2016-03-01T12:05:00+08:00' : time.format;
  return `"${row[time.column] ?? ''}" cannot be read as ${form}, the time.format of the map`;
}

function timeReader(time: ReplayTime): (row: Row) => Instant | null {
  const convert = civilTimeConverter(time.timeZone);
  if (time.kind === 'columns') {
    return (row) => {
      const parts = time.columns.map((column) => (row[column] ?? '').trim());
      if (!parts.every((part) => /^\d+$/.test(part))) return null;
      const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
      return convert({ year, month, day, hour, minute, second });
    };
  }
  const parse = time.format === 'ISO' ? parseIso : timeFormat(time.format);
  return (row) => {
    const parsed = parse(row[time.column] ?? '');
    if (parsed === null) return null;
    return typeof parsed === 'number' ? { at: parsed, kind: 'exact' } : convert(parsed);
  };
}
