/** CONNACK with code 1, "unacceptable protocol version" (MQTT-3.1.2-2). */
export const UNACCEPTABLE_LEVEL = Uint8Array.of(0x20, 2, 0, 1);

/**
 * The protocol level of a CONNECT, from its variable header: after the protocol name, a string with two bytes of length
 * before it. Null when the name is not one of MQTT's or the bytes end before. A bridge sets the highest bit.
 */
export function protocolLevel(header: Uint8Array): number | null {
  const [high = 0, low = 0] = header;
  const end = 2 + (high << 8) + low;
  const name = String.fromCharCode(...header.subarray(2, Math.min(end, LONGEST_NAME_END)));
  const level = header[end];
  return (name === 'MQTT' || name === 'MQIsdp') && level !== undefined ? level & 0x7f : null;
}

/** MQTT 3.1 and MQTT 3.1.1. */
export const SPOKEN_LEVELS: readonly number[] = [3, 4];

/** Bytes up to the end of the longer of the two names, with the one behind it. */
const LONGEST_NAME_END = 2 + 'MQIsdp'.length + 1;
/** Bytes of a CONNECT that are enough to read its level. */
export const LEVEL_BYTES = LONGEST_NAME_END;
