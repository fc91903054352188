/** Packets that a client sends and whose remaining length is fixed (MQTT 3.1.1, chapter 3). */
const LENGTHS: Readonly<Record<string, number>> = {
  puback: 2,
  pubrec: 2,
  pubrel: 2,
  pubcomp: 2,
  pingreq: 0,
  disconnect: 0,
};
/** Packets that only a server sends, and one of MQTT 5. */
const NOT_OF_CLIENTS: ReadonlySet<string> = new Set(['connack', 'suback', 'unsuback', 'pingresp', 'auth']);

/** What is wrong with a packet of a client, by its kind and remaining length; null: nothing. */
export function packetShapeFault(kind: string, length: number): string | null {
  const name = kind.toUpperCase();
  if (NOT_OF_CLIENTS.has(kind)) return `${name} is no packet of a client`;
  // MQTT-3.8.3-3 and MQTT-3.10.3-2: behind the message id stands at least one filter.
  if ((kind === 'subscribe' || kind === 'unsubscribe') && length <= 2) return `${name} without a filter`;
  const right = LENGTHS[kind];
  if (right === undefined || right === length) return null;
  return `${name} with ${length} bytes behind its header: MQTT has ${right}`;
}
