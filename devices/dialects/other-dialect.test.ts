import { describe, expect, it } from 'vitest';
import { CITYNERVE_JSON } from './citynerve-json/citynerve-json.ts';
import { encodeCitynerveJson } from './citynerve-json/citynerve-json-encoder.ts';
import { CITYNERVE_PROTO } from './citynerve-proto/citynerve-proto.ts';
import { encodeCitynerveProto } from './citynerve-proto/citynerve-proto-encoder.ts';
import { testMessage } from './test-message.ts';

const message = { boot: 'a', seq: 1, values: { rain: 1 } };

describe('a device that is registered with another dialect than it speaks', () => {
  it('is told so when it speaks JSON, indented or not', () => {
    const detail = expect.stringMatching(
      /^this looks like JSON; the device is registered with dialect citynerve-proto:/,
    );
    for (const payload of [encodeCitynerveJson(message), new TextEncoder().encode('\n  [{"rain": 1}]')]) {
      expect(CITYNERVE_PROTO.decode(null, testMessage(payload)).decoded).toEqual({ ok: false, detail });
    }
  });

  it('is told so when it speaks protobuf', () => {
    const detail = expect.stringMatching(
      /^this looks like citynerve-proto; the device is registered with dialect citynerve-json:/,
    );
    expect(CITYNERVE_JSON.decode(null, testMessage(encodeCitynerveProto(message))).decoded).toEqual({
      ok: false,
      detail,
    });
  });

  it('is told what is wrong with its own dialect otherwise', () => {
    const cut = encodeCitynerveJson(message).subarray(0, 9);
    expect(CITYNERVE_JSON.decode(null, testMessage(cut)).decoded).toMatchObject({
      detail: expect.stringMatching(/^not JSON/),
    });
    const torn = encodeCitynerveProto(message).subarray(0, 9);
    expect(CITYNERVE_PROTO.decode(null, testMessage(torn)).decoded).toMatchObject({
      detail: expect.stringMatching(/^not a Batch/),
    });
  });
});
