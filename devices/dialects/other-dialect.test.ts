import { describe, expect, it } from 'vitest';
import { CITYNERVE_JSON } from './citynerve-json/citynerve-json.ts';
import { encodeCitynerveJson } from './citynerve-json/citynerve-json-encoder.ts';
import { CITYNERVE_PROTO } from './citynerve-proto/citynerve-proto.ts';
import { encodeCitynerveProto } from './citynerve-proto/citynerve-proto-encoder.ts';
import { testMessage } from './test-message.ts';

const message = { boot: 'a', seq: 1, values: { rain: 1 } };

describe('the fault of a message in another dialect than the registered one', () => {
  it('names JSON, indented or not', () => {
    const detail = expect.stringMatching(
      /^this looks like JSON; the device is registered with dialect citynerve-proto:/,
    );
    for (const payload of [encodeCitynerveJson(message), new TextEncoder().encode('\n  [{"rain": 1}]')]) {
      expect(CITYNERVE_PROTO.decode(null, testMessage(payload)).decoded).toEqual({ ok: false, detail });
    }
  });

  it('names protobuf', () => {
    const detail = expect.stringMatching(
      /^this looks like citynerve-proto; the device is registered with dialect citynerve-json:/,
    );
    expect(CITYNERVE_JSON.decode(null, testMessage(encodeCitynerveProto(message))).decoded).toEqual({
      ok: false,
      detail,
    });
  });

  it('describes the decoding error when the message is not in another dialect', () => {
    const cut = encodeCitynerveJson(message).subarray(0, 9);
    expect(CITYNERVE_JSON.decode(null, testMessage(cut)).decoded).toMatchObject({
      detail: expect.stringMatching(/^not JSON/),
    });
    const truncated = encodeCitynerveProto(message).subarray(0, 9);
    expect(CITYNERVE_PROTO.decode(null, testMessage(truncated)).decoded).toMatchObject({
      detail: expect.stringMatching(/^not a Batch/),
    });
  });
});
