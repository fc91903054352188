import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Decoded, Dialect, DialectMessage } from '../../model/dialect.ts';
import { testMessage } from './test-message.ts';

/** One case of a dialect: messages in order, and what they are expected to come to. */
export interface DialectFixture {
  readonly name: string;
  readonly messages: readonly DialectMessage[];
  /** What is expected of each message; of a case with one input, a list of one. */
  readonly expected: readonly object[];
  /** Channels that stand in the messages, as `channels.json` lists them: each must come out as a value or a fault. */
  readonly channels: readonly string[];
}

/** What a message came to: as decoded, with the device where the message speaks for another than the connection's. */
export type FixtureAnswer = Decoded & { readonly deviceId?: string };

/**
 * The cases below a folder: `<case>/{input.json|input.bin, expected.json}`, or a sequence `<case>/{1.json|1.bin, 2.…, expected.json}` whose
 * expectation is a list. An optional `messages.json` is a list of what is not usual of each message: `topic`, `deviceId`, `connection`,
 * `receivedAt`. An optional `channels.json` lists what stands in messages that are no JSON.
 */
export function readFixtures(folder: string): readonly DialectFixture[] {
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const at = join(folder, name);
      const payloads = payloadsIn(at);
      const changes = existsSync(join(at, 'messages.json')) ? listIn(join(at, 'messages.json')) : [];
      const messages = payloads.map((payload, index) => testMessage(payload, changes[index]));
      const expected = listIn(join(at, 'expected.json'));
      if (expected.length !== messages.length || changes.length > messages.length) {
        throw new Error(`${at}: ${messages.length} messages, but ${expected.length} expectations`);
      }
      const channels = existsSync(join(at, 'channels.json')) ? listIn(join(at, 'channels.json')).map(String) : [];
      return { name, messages, expected, channels };
    });
}

/** Decodes messages one after the other, as the fold does for one connection; through JSON in between, as after a restart, when asked. */
export function decodeAll(
  dialect: Dialect,
  messages: readonly DialectMessage[],
  throughJson = false,
): { readonly answers: readonly FixtureAnswer[]; readonly states: ReadonlyMap<string, unknown> } {
  const states = new Map<string, unknown>();
  const answers = messages.map((message) => {
    const deviceId = dialect.identify(message);
    const owner = dialect.stateOf === 'connection' ? message.deviceId : (deviceId ?? message.deviceId);
    const { decoded, state } = dialect.decode(states.get(owner) ?? null, message);
    states.set(owner, throughJson ? JSON.parse(JSON.stringify(state)) : freezeDeeply(state));
    return deviceId === null ? decoded : { deviceId, ...decoded };
  });
  return { answers, states };
}

function payloadsIn(folder: string): readonly Uint8Array[] {
  const numbered = readdirSync(folder)
    .filter((file) => /^\d+\.(json|bin)$/.test(file))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  const single = existsSync(join(folder, 'input.json')) ? 'input.json' : 'input.bin';
  return (numbered.length > 0 ? numbered : [single]).map((file) => new Uint8Array(readFileSync(join(folder, file))));
}

function listIn(file: string): readonly object[] {
  const found: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return Array.isArray(found) ? found : [Object(found)];
}

/** A state that is changed in place throws then. */
function freezeDeeply(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) freezeDeeply(part);
  return Object.freeze(value);
}
