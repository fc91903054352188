import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Device } from '../model/device.ts';
import { SERVICES } from './credentials.ts';
import { checkDevices, parseDevices, writeDevices } from './devices-csv.ts';
import { EMPTY_CITY } from './empty-city.ts';

const known = {
  dialects: ['citynerve-json', 'senml'],
  models: new Map([
    ['rain-gauge', { dialect: 'citynerve-json' }],
    ['drain-level', { dialect: 'senml' }],
  ]),
};
const HEADER = 'id,model,dialect,department,provider,latitude,longitude,zone,attributes\n';
const BRIDGED = 'id,model,latitude,longitude,bridge\n';
const word = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.trim() !== '');
const device: fc.Arbitrary<Device> = fc.record({
  id: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/).filter((id) => !SERVICES.some((service) => service === id)),
  model: fc.constantFrom(...known.models.keys()),
  dialect: fc.constantFrom('citynerve-json', 'senml'),
  department: word,
  provider: word,
  latitude: fc.double({ min: -90, max: 90, noNaN: true }).map((value) => value + 0),
  longitude: fc.double({ min: -180, max: 180, noNaN: true }).map((value) => value + 0),
  zoneId: fc.option(fc.stringMatching(/^[a-z0-9-]{1,64}$/)),
  attributes: fc.dictionary(
    fc.stringMatching(/^[a-z][A-Za-z]{0,20}$/),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0),
    { noNullPrototype: true },
  ),
});

describe('devices.csv', () => {
  test.each(['brain', 'clock', 'operator', 'flows'])('a device or a bridge called %s is refused: reserved', (name) => {
    const reserved = /must be another name: brain, clock, operator, flows are reserved/;
    expect(() => parseDevices(`${HEADER}${name},rain-gauge,,,,22.5,114,,\n`, known)).toThrow(reserved);
    expect(() => parseDevices(`${BRIDGED}rain-1,rain-gauge,22.5,114,${name}\n`, known)).toThrow(reserved);
  });

  test('a bridge stands in its column, is written and read back, and is no device', () => {
    const [gauge] = parseDevices(`${BRIDGED}rain-1,rain-gauge,22.5,114,harbour\n`, known);
    expect(gauge?.bridge).toBe('harbour');
    expect(parseDevices(writeDevices(gauge ? [gauge] : []), known)).toEqual([gauge]);
    const both = `${BRIDGED}rain-1,rain-gauge,22.5,114,rain-2\nrain-2,rain-gauge,22.5,114,\n`;
    expect(() => parseDevices(both, known)).toThrow('column bridge is "rain-2"; must be a name that no device has');
  });

  test('what is written is read back, whatever departments and providers are called', () => {
    fc.assert(
      fc.property(fc.uniqueArray(device, { selector: ({ id }) => id }), (devices) => {
        expect(parseDevices(writeDevices(devices), known)).toEqual(devices);
      }),
    );
    expect(parseDevices(writeDevices(EMPTY_CITY.devices), known)).toEqual(EMPTY_CITY.devices);
  });

  test('an empty cell gets its value from the model or the position, or is unassigned', () => {
    expect(parseDevices('id,model,latitude,longitude\ndrain-1,drain-level,22.5,114\n', known)).toEqual([
      {
        id: 'drain-1',
        model: 'drain-level',
        dialect: 'senml',
        department: 'unassigned',
        provider: 'unassigned',
        latitude: 22.5,
        longitude: 114,
        zoneId: null,
        attributes: {},
      },
    ]);
  });

  test('a file that a spreadsheet saved, with a byte order mark and Windows line ends, is read', () => {
    const text = `\ufeff${HEADER}rain-1,rain-gauge,,,,22.5,114,,\n\n`.replaceAll('\n', '\r\n');
    expect(parseDevices(text, known).map(({ id }) => id)).toEqual(['rain-1']);
  });

  test('attributes are numbers by name', () => {
    const text = `${HEADER}drain-1,drain-level,,,,22.5,114,,rimLevelMetres=3.2; capacity=40;\n`;
    expect(parseDevices(text, known)[0]?.attributes).toEqual({ rimLevelMetres: 3.2, capacity: 40 });
  });

  test.each([
    ['rain 1,rain-gauge,,,,22.5,114,,', 'column id is "rain 1"; must be letters, digits'],
    ['drain-0,rain-gauge,,,,22.5,114,,', 'column id is "drain-0"; must be an id that stands on no other line'],
    ['rain-1,sundial,,,,22.5,114,,', 'column model is "sundial"; must be one of rain-gauge, drain-level'],
    ['rain-1,rain-gauge,,,,91,114,,', 'column latitude is "91"; must be degrees from -90 to 90'],
    ['rain-1,rain-gauge,,,,22.5,,,', 'column longitude is ""; must be degrees from -180 to 180'],
    ['rain-1,rain-gauge,,,,22.5,east,,', 'column longitude is "east"'],
    ['rain-1,rain-gauge,tasmota,,,22.5,114,,', 'column dialect is "tasmota"; must be one of citynerve-json, senml'],
    [
      'rain-1,rain-guage,,,,22.5,114,,',
      'column model is "rain-guage"; must be one of rain-gauge, drain-level (did you mean "rain-gauge"?)',
    ],
    ['rain-1,rain-gauge,,,,0x10,114,,', 'column latitude is "0x10"; must be degrees from -90 to 90'],
    ['rain-1,rain-gauge,,,,22.5,114,,capacity=0x10', 'column attributes is "capacity=0x10"; must be e.g.'],
    ['rain-1,rain-gauge,,,,22.5,114,,capacity', 'column attributes is "capacity"; must be e.g.'],
    ['rain-1,rain-gauge,,,,22.5,114,,capacity=', 'column attributes is "capacity="; must be e.g.'],
    ['rain-1,rain-gauge,,,,22.5,114,,capacity=4=5', 'column attributes is "capacity=4=5"; must be e.g.'],
    ['rain-1,rain-gauge,,,,22.5,114,,capacity=many', 'column attributes is "capacity=many"; must be e.g.'],
  ])('%s is named with line and column, blank lines counted', (line, problem) => {
    const text = `${HEADER}drain-0,drain-level,,,,22.5,114,,\n\n${line}\n`;
    expect(() => parseDevices(text, known)).toThrow(`devices.csv: line 4, ${problem}`);
  });

  test('missing required columns are named', () => {
    expect(() => parseDevices('id,model,lat,lon\n', known)).toThrow('line 1 lacks latitude, longitude; must be id,');
    expect(() => parseDevices('', known)).toThrow('line 1 lacks id, model, latitude, longitude');
  });

  test('a line with too few cells is named', () => {
    expect(() => parseDevices(`${HEADER}rain-1,rain-gauge\n`, known)).toThrow(
      'devices.csv: line 2 has 2 cells; must be 9, as in line 1',
    );
  });

  test('a column that is not known is refused, with the one that was meant', () => {
    expect(() => parseDevices('id,model,provder,latitude,longitude\n', known)).toThrow(
      'line 1 has a column "provder", which is unknown (did you mean "provider"?); must be id,model,',
    );
    expect(() => parseDevices('id,model,latitude,longitude,id\n', known)).toThrow('line 1 has the column id twice');
    expect(() => parseDevices('id;model;latitude;longitude\n', known)).toThrow('separated by ";"; save the file with');
  });

  test('everything that is wrong is found at once', () => {
    const { value, problems } = checkDevices(
      `${HEADER}rain 1,sundial,,,,91,114,,\nrain-2,rain-gauge,,,,22.5,114,,\nrain-2,rain-gauge,,,,22.5,,,\n`,
      known,
    );
    expect(problems.map((problem) => problem.split(' is ')[0])).toEqual([
      'line 2, column id',
      'line 2, column model',
      'line 2, column latitude',
      'line 4, column longitude',
      'line 4, column id',
    ]);
    expect(value.map(({ id }) => id)).toEqual(['rain-2']);
  });
});
