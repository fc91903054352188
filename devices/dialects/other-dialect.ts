const WHITE_SPACE: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * For a payload that `own` cannot read: says so when it begins like another dialect of this city, the commonest slip when a device
 * changes its firmware or its line in devices.csv. Null when it looks like none.
 */
export function otherDialect(payload: Uint8Array, own: string): string | null {
  const looks = looksLike(payload);
  if (looks === null || looks.dialect === own) return null;
  return `this looks like ${looks.name}; the device is registered with dialect ${own}: mend one of the two`;
}

function looksLike(payload: Uint8Array): { readonly name: string; readonly dialect: string } | null {
  const first = payload.findIndex((byte) => !WHITE_SPACE.has(byte));
  if (payload[first] === 0x7b || payload[first] === 0x5b) return { name: 'JSON', dialect: 'citynerve-json' };
  // Field 1 (version) as a varint with the value 1: what every encoder of telemetry.proto writes first.
  if (payload[0] === 0x08 && payload[1] === 0x01) return { name: 'citynerve-proto', dialect: 'citynerve-proto' };
  return null;
}
