import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Decoded, Dialect, DialectMessage } from '../../model/dialect.ts';
import { testMessage } from './test-message.ts';

/** A test case of a dialect: messages in order, and the expected results. */
export interface DialectFixture {
  readonly name: string;
  readonly messages: readonly DialectMessage[];
  /** The expected result of each message. */
  readonly expected: readonly object[];
  /** Channels in the messages, as listed in `channels.json`: each must be decoded to a value or a fault. */
  readonly channels: readonly string[];
}

/** A decoded message, with the id of the sending device where that is not the connected one. */
export type FixtureResult = Decoded & { readonly deviceId?: string };

/**
 * Reads the test cases in a folder: `<case>/{input.json|input.bin, expected.json}`, or a sequence of messages
 * `<case>/{1.json|1.bin, 2.…, expected.json}`, where `expected.json` is a list. An optional `messages.json` is a list
 * with the non-default fields of each message: `topic`, `deviceId`, `connection`, `receivedAt`. An optional
 * `channels.json` lists the channels in messages that are not JSON. Throws where the numbers of messages and results
 * differ.
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

/**
 * Decodes consecutive messages as the fold does. With `throughJson` the state is serialised after each message, as if
 * the fold had been restored from a checkpoint; without, it is frozen, so that a dialect which mutates it throws.
 */
export function decodeAll(
  dialect: Dialect,
  messages: readonly DialectMessage[],
  throughJson = false,
): { readonly answers: readonly FixtureResult[]; readonly states: ReadonlyMap<string, unknown> } {
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

/** Freezes a state and all objects in it. */
function freezeDeeply(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const part of Object.values(value)) freezeDeeply(part);
  return Object.freeze(value);
}
