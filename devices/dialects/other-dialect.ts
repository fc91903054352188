const WHITE_SPACE: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * A fault description for a payload that the dialect `own` cannot decode, when it begins like one in another dialect: a
 * common mistake after a change of firmware or of devices.csv. Null: it is not recognised as another dialect.
 */
export function otherDialect(payload: Uint8Array, own: string): string | null {
  const looks = looksLike(payload);
  if (looks === null) return encodedProto(payload);
  if (looks.dialect === own) return null;
  return `this looks like ${looks.name}; the device is registered with dialect ${own}: correct one of the two`;
}

/** Long enough for a version, a series and a value. */
const HEXADECIMAL = /^\s*0801(?:[0-9a-f]{2}){8,}\s*$/i;
/** In base64 the bytes 08 01 are `CAE`, or `CAF` where the third begins with a set bit. */
const BASE64 = /^\s*CA[EF][A-Za-z0-9+/\s]{10,}={0,2}\s*$/;
const MOST_LOOKED_AT = 4096;

function encodedProto(payload: Uint8Array): string | null {
  const text = Buffer.from(payload.subarray(0, MOST_LOOKED_AT)).toString('latin1');
  const encoding = HEXADECIMAL.test(text) ? 'hexadecimal' : BASE64.test(text) ? 'base64' : null;
  return (
    encoding &&
    `this looks like citynerve-proto as ${encoding} text: send the bytes themselves, dialect citynerve-proto`
  );
}

function looksLike(payload: Uint8Array): { readonly name: string; readonly dialect: string } | null {
  const first = payload.findIndex((byte) => !WHITE_SPACE.has(byte));
  if (payload[first] === 0x7b || payload[first] === 0x5b) return { name: 'JSON', dialect: 'citynerve-json' };
  // Field 1 (version) as a varint with the value 1: encoders of telemetry.proto write it first.
  if (payload[0] === 0x08 && payload[1] === 0x01) return { name: 'citynerve-proto', dialect: 'citynerve-proto' };
  return null;
}
