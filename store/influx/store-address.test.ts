import { describe, expect, it } from 'vitest';
import { parseStoreAddress } from './store-address.ts';

describe('the address of a store', () => {
  it.each([
    [
      'influx://db.example:9999/city?version=1',
      { host: 'db.example', port: 9999, tls: false, database: 'city', version: 1 },
    ],
    ['influx://127.0.0.1/city', { host: '127.0.0.1', port: 8086, tls: false, database: 'city', version: 1 }],
    ['influx://[::1]:8086/city', { host: '[::1]', port: 8086, tls: false, database: 'city', version: 1 }],
    [
      'influxs://db/a_b-1?version=2&org=the%20city',
      { host: 'db', port: 8086, tls: true, database: 'a_b-1', version: 2, org: 'the city' },
    ],
    ['influx://db/city?version=3', { host: 'db', port: 8181, tls: false, database: 'city', version: 3 }],
  ])('%s', (text, address) => {
    expect(parseStoreAddress(text)).toEqual({ ok: true, address });
  });

  it.each([
    ['duckdb', /right would be influx:\/\/host/],
    ['http://db:8086/city', /begins with "http:\/\/".*influx:\/\//],
    ['influx://db:99999/city', /not an address/],
    ['influx:///city', /host/],
    ['influx://db:8086', /database "" is no name/],
    ['influx://db/a/b', /database "a\/b" is no name/],
    ['influx://db/a%22;DROP', /is no name/],
    ['influx://db/city?version=4', /version is "4".*1, 2 or 3/],
    ['influx://db/city?version=2', /add &org=/],
    ['influx://db/city?version=1&org=x', /org belongs to version=2/],
    ['influx://db/city#x', /leave it out/],
  ])('%s is refused, and what is wrong is said', (text, detail) => {
    expect(parseStoreAddress(text)).toEqual({ ok: false, detail: expect.stringMatching(detail) });
  });

  it.each([
    'influx://user:geheim@db/city',
    'influx://geheim@db/city',
    'influx://db/city?token=geheim',
    'influx://user:geheim@db:99999/city',
  ])('with a credential in it is refused without repeating it: %s', (text) => {
    const parsed = parseStoreAddress(text);
    expect(parsed.ok).toBe(false);
    expect(JSON.stringify(parsed)).not.toContain('geheim');
  });

  it('tells where a credential belongs', () => {
    expect(parseStoreAddress('influx://u:p@db/city')).toEqual({
      ok: false,
      detail: expect.stringMatching(/secrets\/store\.token or the variable CITYNERVE_STORE_TOKEN/),
    });
  });
});
