import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AsyncAPIDocumentInterface, type MessageInterface, Parser } from '@asyncapi/parser';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { AlertSchema } from '../api/schemas/alert.ts';
import { DEFAULT_LIMITS } from '../broker/limits.ts';
import { parseClock } from '../broker/parse-clock.ts';
import type { Principal, ServiceName } from '../broker/principal.ts';
import { publishRefusal } from '../broker/publish-refusal.ts';
import { subscribeRefusal } from '../broker/subscribe-refusal.ts';
import { ALERTS_ROOT, CLOCK_TOPIC, commandsRoot, DEVICES_ROOT, NOTICES_ROOT } from '../broker/topics.ts';
import { CITYNERVE_JSON } from '../devices/dialects/citynerve-json/citynerve-json.ts';
import { CITYNERVE_PROTO } from '../devices/dialects/citynerve-proto/citynerve-proto.ts';
import { TELEMETRY_TOPICS } from '../devices/dialects/telemetry-topics.ts';
import { testMessage } from '../devices/dialects/test-message.ts';

const ROOT = join(import.meta.dirname, '..');
const text = readFileSync(join(ROOT, 'docs', 'asyncapi.yaml'), 'utf8');
const raw: { components: { schemas: Record<string, object>; messages: Record<string, object> } } = parse(text);
const RULES = {
  maxTopicBytes: DEFAULT_LIMITS.maxTopicBytes,
  clock: 'driven',
  topicsOf: () => TELEMETRY_TOPICS,
} as const;
const USERS = ['device', 'operator', 'flows', 'brain', 'clock'] as const;

const principalOf = (user: string): Principal =>
  user === 'device' ? { role: 'device', deviceId: 'd1' } : { role: 'service', name: user as ServiceName };
/** A topic of the channel: the device's own id, any value for the other parameters; in a filter these are `+`. */
const topicOn = (address: string, other: string): string =>
  address.replace('{deviceId}', 'd1').replaceAll(/\{\w+\}/g, other);

describe('docs/asyncapi.yaml', () => {
  let document: AsyncAPIDocumentInterface;
  const message = (name: string): MessageInterface => {
    const found = document.components().messages().get(name);
    if (found === undefined) throw new Error(`no message ${name}`);
    return found;
  };
  const examplesOf = (name: string): unknown[] =>
    message(name)
      .examples()
      .all()
      .map((example) => example.payload());

  beforeAll(async () => {
    const parsed = await new Parser().parse(text);
    // The parser recommends the newest AsyncAPI; other tools support 3.0.
    const said = parsed.diagnostics.filter(({ code }) => code !== 'asyncapi-latest-version');
    expect(said.map(({ code, message: detail, path }) => `${path.join('.')}: ${code} ${detail}`)).toEqual([]);
    if (parsed.document === undefined) throw new Error('not parsed');
    document = parsed.document;
  });

  it('is valid AsyncAPI 3.0, and every message has an example', () => {
    expect(document.version()).toBe('3.0.0');
    for (const one of document.components().messages().all()) {
      if (one.id() !== 'command') expect(one.examples().all().length, one.id()).toBeGreaterThan(0);
    }
  });

  it('has the topics of the broker', () => {
    const addresses = Object.fromEntries(
      document
        .channels()
        .all()
        .map((channel) => [channel.id(), channel.address()]),
    );
    expect(addresses).toEqual({
      telemetry: `${DEVICES_ROOT}{deviceId}/telemetry`,
      commands: `${commandsRoot('{deviceId}')}{command}`,
      alerts: `${ALERTS_ROOT}{zoneId}/{scenarioId}/{alertId}`,
      notices: `${NOTICES_ROOT}{name}`,
      clock: CLOCK_TOPIC,
    });
  });

  it('lists exactly what the broker permits to each principal', () => {
    const listed = new Set<string>();
    for (const operation of document.operations().all()) {
      const user: unknown = operation.extensions().get('x-citynerve-user')?.value();
      for (const channel of operation.channels().all()) listed.add(`${user} ${operation.action()} ${channel.id()}`);
    }
    const allowed = new Set<string>();
    for (const user of USERS) {
      for (const channel of document.channels().all()) {
        const address = channel.address() ?? '';
        const principal = principalOf(user);
        if (publishRefusal(principal, topicOn(address, 'x'), RULES) === null)
          allowed.add(`${user} send ${channel.id()}`);
        if (subscribeRefusal(principal, topicOn(address, '+'), RULES.maxTopicBytes) === null) {
          allowed.add(`${user} receive ${channel.id()}`);
        }
      }
    }
    // A device may publish anywhere below its own topics; a message on its command topics would be journalled and
    // rejected.
    allowed.delete('device send commands');
    expect([...listed].sort()).toEqual([...allowed].sort());
  });

  it('describes telemetry with the schema of the dialect', () => {
    const published = readFileSync(
      join(ROOT, 'devices', 'dialects', 'citynerve-json', 'citynerve-json.schema.json'),
      'utf8',
    );
    const moved = published.replaceAll('#/$defs/', '#/components/schemas/');
    const { $schema, $id, $defs, ...telemetry } = JSON.parse(moved);
    expect([$schema, $id].every((part) => typeof part === 'string')).toBe(true);
    for (const [name, schema] of Object.entries({ telemetry, ...$defs })) {
      expect(raw.components.schemas[name], name).toEqual(schema);
    }
  });

  it('shows telemetry that the dialects decode completely', () => {
    const topic = topicOn(document.channels().get('telemetry')?.address() ?? '', '');
    const json = examplesOf('telemetryJson').map((payload) => Buffer.from(JSON.stringify(payload)));
    const protobuf = examplesOf('telemetryProtobuf').map((payload) => Buffer.from(String(payload), 'base64'));
    for (const decoded of [
      ...json.map((payload) => CITYNERVE_JSON.decode(null, testMessage(payload, { topic })).decoded),
      ...protobuf.map((payload) => CITYNERVE_PROTO.decode(null, testMessage(payload, { topic })).decoded),
    ]) {
      expect(decoded).toMatchObject({ ok: true, faults: [] });
      if (decoded.ok) expect(decoded.values.length).toBeGreaterThan(0);
    }
    expect(json).toHaveLength(3);
    expect(protobuf).toHaveLength(2);
  });

  it('describes an alert with the keys and the example of the API', () => {
    const schema = raw.components.schemas['alert'] as { properties: object; required: string[] };
    expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(AlertSchema.properties).sort());
    expect([...schema.required].sort()).toEqual([...AlertSchema.required].sort());
    const fits = new Ajv({ strict: false }).compile(AlertSchema);
    for (const alert of examplesOf('alert')) expect(fits(alert), JSON.stringify(fits.errors)).toBe(true);
  });

  it('shows a time that sets the clock', () => {
    for (const payload of examplesOf('time')) expect(parseClock(Buffer.from(JSON.stringify(payload)))).not.toBeNull();
  });
});
