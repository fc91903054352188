/**
 * A 53-bit fingerprint of a text and bytes, exact in a double. Two FNV-1a runs with different seeds; not proof against
 * an attacker, who could only harm the device whose identity they already have.
 */
export function payloadHash(text: string, bytes: Uint8Array): number {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b) + 1;
  }
  // Keeps ("ab", "c") and ("a", "bc") apart.
  low = Math.imul(low ^ 0x100, 0x01000193);
  high = Math.imul(high ^ text.length, 0x85ebca6b);
  // By index: an iterator over a Buffer costs several times the arithmetic.
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i] as number;
    low = Math.imul(low ^ byte, 0x01000193);
    high = Math.imul(high ^ byte, 0x85ebca6b) + 1;
  }
  return ((high >>> 11) & 0x1fffff) * 0x100000000 + (low >>> 0);
}
