import { describe, expect, test } from 'vitest';
import { ConfigError } from '../model/config-error.ts';
import { checkCityConfig, parseCityConfig } from './parse-city-config.ts';
import { SAMPLE_CITY_YAML } from './sample-city-yaml.ts';

const LEAST = 'name: { en: Riverton, zh: 河城 }\ntimeZone: Asia/Shanghai\n';

const webhook = (keys: string): string => `${LEAST}alerts: { webhooks: [{ ${keys} }] }\n`;
const email = (keys: string): string => `${LEAST}alerts: { emails: [{ name: duty, ${keys} }] }\n`;

function complaint(text: string, environment: Record<string, string> = {}): string {
  try {
    parseCityConfig(text, environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  return 'no complaint';
}

describe('city.yaml', () => {
  test('needs a name and a time zone only; the rest has defaults that keep the city on this machine', () => {
    const config = parseCityConfig(LEAST, {});
    expect(config.clock).toBe('wall');
    expect(config.simulation).toBeUndefined();
    expect(config.gateway).toMatchObject({ host: '127.0.0.1', mqttPort: 1883, wsPort: 8083, maxPacketKibibytes: 64 });
    expect(config.api).toEqual({ host: '127.0.0.1', port: 8080 });
    expect(config.flows).toEqual({ isOn: true, maxMemoryMebibytes: 256 });
    expect(config.journal).toEqual({ keepDays: 30, keepDiskShare: 0.5, warnDiskShare: 0.8, stopDiskShare: 0.95 });
  });

  test('the documented sample contains only defaults', () => {
    const { name, ...sample } = parseCityConfig(SAMPLE_CITY_YAML, {});
    const { name: _, ...least } = parseCityConfig(LEAST, {});
    expect(name.zh).toBe('我的城市');
    expect(sample).toEqual(least);
  });

  test('an empty simulation gets its defaults', () => {
    const config = parseCityConfig(`${LEAST}clock: driven\nsimulation: { devices: 40 }\n`, {});
    expect(config.simulation).toEqual({ seed: 7, devices: 40, speed: 10 });
  });

  test('alerts have no destinations by default; a destination gets the critical ones by default', () => {
    expect(parseCityConfig(LEAST, {}).alerts).toEqual({ webhooks: [], emails: [] });
    const { alerts } = parseCityConfig(
      `${LEAST}alerts:
  webhooks: [{ name: duty, url: "https://duty.example:8443/alerts?city=1" }]
  emails: [{ name: ops, host: mail.example, from: city@b.example, to: [c@d.example], severities: [warn, critical] }]
`,
      {},
    );
    expect(alerts).toEqual({
      webhooks: [{ name: 'duty', url: 'https://duty.example:8443/alerts?city=1', severities: ['critical'] }],
      emails: [
        {
          name: 'ops',
          host: 'mail.example',
          port: 587,
          from: 'city@b.example',
          to: ['c@d.example'],
          severities: ['warn', 'critical'],
        },
      ],
    });
  });

  test.each([
    ['name: { en: Riverton, zh: 河城 }\n', 'timeZone is missing', 'IANA time zone'],
    ['timeZone: Asia/Shanghai\n', 'name is missing', 'both languages'],
    ['name: { en: Riverton }\ntimeZone: Asia/Shanghai\n', 'name.zh is missing', 'a name in Chinese'],
    ['name: Riverton\ntimeZone: Asia/Shanghai\n', 'name is "Riverton"', 'both languages'],
    ['name: { en: "", zh: 河城 }\ntimeZone: Asia/Shanghai\n', 'name.en is ""', 'a name in English'],
    [
      'name: { en: Riverton, zh: 河城 }\ntimeZone: Asia/Atlantis\n',
      'timeZone is "Asia/Atlantis"',
      'e.g. Asia/Shanghai',
    ],
    // China's to one person, Chicago's to the next.
    [
      'name: { en: Riverton, zh: 河城 }\ntimeZone: CST\n',
      'timeZone is "CST"',
      'must be the full name of an IANA time zone, e.g. Asia/Shanghai, or UTC',
    ],
    [`${LEAST}clock: sundial\n`, 'clock is "sundial"', 'wall (real time) or driven'],
    [`${LEAST}gateway: { mqttPort: 70000 }\n`, 'gateway.mqttPort is 70000', 'a port from 0'],
    [`${LEAST}gateway: { mqttPort: "1883x" }\n`, 'gateway.mqttPort is "1883x"', 'a port from 0'],
    [`${LEAST}gateway: { maxPacketKibibytes: 0 }\n`, 'gateway.maxPacketKibibytes is 0', '1 to 4096 KiB'],
    [`${LEAST}gateway: { mqtPort: 1883 }\n`, 'gateway.mqtPort is not a setting', 'mqttPort'],
    [`${LEAST}gatway: {}\n`, 'gatway is not a setting', 'gateway'],
    [`${LEAST}gateway: null\n`, 'gateway is null', 'keys host, mqttPort'],
    [`${LEAST}api: 8080\n`, 'api is 8080', 'keys host, port'],
    [`${LEAST}journal: { keepDiskShare: 1 }\n`, 'journal.keepDiskShare is 1', 'above 0 up to 0.9'],
    [`${LEAST}journal: { keepDays: 0 }\n`, 'journal.keepDays is 0', 'above 0'],
    [`${LEAST}flows: { isOn: maybe }\n`, 'flows.isOn is "maybe"', 'true or false'],
    [`${LEAST}flows: { maxMemoryMebibytes: 8 }\n`, 'flows.maxMemoryMebibytes is 8', '64 to 65536'],
    [`${LEAST}log: { level: loud }\n`, 'log.level is "loud"', 'debug, info, warn or error'],
    [`${LEAST}clock: driven\nsimulation: { devices: 0 }\n`, 'simulation.devices is 0', '1 to 20000 devices'],
    [`${LEAST}simulation: {}\n`, 'clock is "wall"', 'clock: driven'],
    [`${LEAST}alerts: { pagers: [] }\n`, 'alerts.pagers is not a setting', 'webhooks, emails'],
    [`${LEAST}alerts: { webhooks: {} }\n`, 'alerts.webhooks is {}', 'a list of at most 20 webhooks'],
    [`${LEAST}alerts: { webhooks: [duty] }\n`, 'alerts.webhooks.0 is "duty"', 'keys name, url, severities'],
    [`${LEAST}alerts: { webhooks: [{ name: duty }] }\n`, 'alerts.webhooks.0.url is missing', 'https://'],
    [webhook('name: Duty Officer, url: https://a.example'), 'alerts.webhooks.0.name is "Duty', 'e.g. duty-officer'],
    [webhook('name: duty, url: ftp://a.example'), 'alerts.webhooks.0.url is "ftp:', 'https://'],
    [webhook('name: duty, url: "https://me:pw@a.example"'), 'alerts.webhooks.0.url is', 'without a password'],
    [
      webhook('name: duty, url: https://a.example, secret: x'),
      'alerts.webhooks.0.secret is not a setting',
      'keys name',
    ],
    [
      webhook('name: duty, url: https://a.example, severities: [loud]'),
      'severities.0 is "loud"',
      'watch, warn, critical',
    ],
    [webhook('name: duty, url: https://a.example, severities: []'), 'severities is []', 'watch, warn, critical'],
    [
      `${LEAST}alerts: { webhooks: [{ name: a, url: https://a.example }, { name: a, url: https://b.example }] }\n`,
      'alerts.webhooks.1.name is "a"',
      'must differ',
    ],
    [email('host: mail, from: a@b.example, to: []'), 'alerts.emails.0.to is []', '1 to 50 mail addresses'],
    [email('host: mail, from: a@b.example, to: [boss]'), 'alerts.emails.0.to.0 is "boss"', 'duty@city.example'],
    [email('host: mail, from: "A <a@b.example>", to: [c@d.example]'), 'alerts.emails.0.from is', 'a mail address'],
    [email('host: mail, port: 0, from: a@b.example, to: [c@d.example]'), 'alerts.emails.0.port is 0', '587, 465'],
    [`${LEAST}gateway: { wsPort: 1883 }\n`, 'gateway.wsPort is 1883, as gateway.mqttPort is', 'a port of its own'],
    [`${LEAST}api: { port: 8081 }\n`, 'api.port is 8081, as gateway.statusPort is', '0 for any free one'],
    [`${LEAST}journal: { stopDiskShare: 0.01 }\n`, 'journal.stopDiskShare is 0.01, less than', 'e.g. 0.95'],
    [`${LEAST}gatwey: {}\n`, 'gatwey is not a setting', '(did you mean "gateway"?)'],
    ['- a list\n', 'must be a list of settings', 'timeZone: Asia/Shanghai'],
    ['', 'must be a list of settings', 'found null'],
  ])('%j is answered with the key, the problem and what would be right', (text, problem, right) => {
    const said = complaint(text);
    expect(said).toMatch(/^city\.yaml: /);
    expect(said).toContain(problem);
    expect(said).toContain(right);
    expect(said).not.toContain('\n');
  });

  test('text that is no YAML is named with its line', () => {
    expect(complaint('name: {\n')).toMatch(/^city\.yaml: is not YAML: .*line \d/);
  });
});

describe('settings as a whole', () => {
  test('aliases that stand for ever more of each other are refused', () => {
    const bomb = ['a0: &a0 [x, x]', ...Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`)];
    expect(complaint(bomb.join('\n'))).toMatch(/^city\.yaml: is not YAML that can be read: .*without aliases$/);
  });

  test('everything that is wrong is found at once', () => {
    const text = `nam: x
timeZone: 5
gateway: { mqttPort: -1, x: 1 }
log: { level: loud }
alerts: { webhooks: [{ name: A }] }
`;
    expect(checkCityConfig(text, { CITYNERVE_API_PRT: '1' }).problems.map((one) => one.split(' ')[0])).toEqual([
      'CITYNERVE_API_PRT',
      'timeZone',
      'gateway.x',
      'gateway.mqttPort',
      'alerts.webhooks.0.url',
      'alerts.webhooks.0.name',
      'log.level',
      'name',
      'nam',
    ]);
  });

  test('two parts may have one port on different addresses of the machine', () => {
    const at = (host: string) => `${LEAST}gateway: { host: 10.0.0.1 }\napi: { host: ${host}, port: 1883 }\n`;
    expect(parseCityConfig(at('127.0.0.1'), {}).api.port).toBe(1883);
    expect(complaint(at('0.0.0.0'))).toContain('api.port is 1883, as gateway.mqttPort is');
  });
});

describe('the environment', () => {
  test('a variable that is no setting is refused, with the one that was meant', () => {
    expect(complaint(LEAST, { CITYNERVE_GATEWAY_MQTT_PRT: '1' })).toContain(
      'CITYNERVE_GATEWAY_MQTT_PRT in the environment is not a setting (did you mean "CITYNERVE_GATEWAY_MQTT_PORT"?)',
    );
    expect(complaint(LEAST, { CITYNERVE_API_PORT: '0x10' })).toContain(
      'api.port is "0x10"; must be the page and the API: a port from 0 (any free one) to 65535 (set by CITYNERVE_API_PORT',
    );
    expect(parseCityConfig(LEAST, { CITYNERVE_STORE_TOKEN: 'x', CITYNERVE_TOKEN: 'x', OTHER: 'x' })).toBeDefined();
  });

  test('overrides any key, also in a part that the file leaves out', () => {
    const config = parseCityConfig(`${LEAST}api: { port: 9000 }\n`, {
      CITYNERVE_GATEWAY_MQTT_PORT: '1884',
      CITYNERVE_API_HOST: '0.0.0.0',
      CITYNERVE_NAME_EN: 'Harbour',
      CITYNERVE_TIME_ZONE: 'Europe/Berlin',
    });
    expect(config.gateway).toMatchObject({ mqttPort: 1884, wsPort: 8083 });
    expect(config.api).toEqual({ host: '0.0.0.0', port: 9000 });
    expect(config.name).toEqual({ en: 'Harbour', zh: '河城' });
    expect(config.timeZone).toBe('Europe/Berlin');
  });

  test('is checked like the file', () => {
    expect(complaint(LEAST, { CITYNERVE_API_PORT: 'eighty' })).toContain('api.port is "eighty"; must be');
    expect(complaint(LEAST, { CITYNERVE_API_PORT: '' })).toContain('api.port is ""; must be');
  });

  test('sets booleans by true and false only', () => {
    expect(parseCityConfig(LEAST, { CITYNERVE_FLOWS_IS_ON: 'false' }).flows.isOn).toBe(false);
    expect(parseCityConfig(`${LEAST}flows: { isOn: false }\n`, { CITYNERVE_FLOWS_IS_ON: 'true' }).flows.isOn).toBe(
      true,
    );
    expect(complaint(LEAST, { CITYNERVE_FLOWS_IS_ON: '0' })).toContain('flows.isOn is "0"; must be true or false');
  });

  test('a name that looks like a number stays a name', () => {
    expect(parseCityConfig(LEAST, { CITYNERVE_NAME_EN: '1770' }).name.en).toBe('1770');
  });
});
