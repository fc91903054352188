const encoder = new TextEncoder();
// A reused buffer to measure the UTF-8 length without an allocation per message. Longer topics do not fit and are
// refused.
const scratch = new Uint8Array(4096);

/**
 * Whether a topic name is invalid for every client (MQTT 3.1.1, 4.7 and 1.5.3): empty, too long, of more than 100
 * levels (aedes drops a will on such a topic), with wildcards (aedes accepts them in wills), with `$` as its first
 * character, with control characters, or with U+FFFD, by which the parser replaces bytes that are not UTF-8.
 */
export function isTopicFaulty(topic: string, maxTopicBytes: number): boolean {
  if (topic.length === 0 || topic.length > maxTopicBytes || topic.charCodeAt(0) === DOLLAR) return true;
  let isAscii = true;
  let levels = 1;
  for (let index = 0; index < topic.length; index++) {
    const code = topic.charCodeAt(index);
    if (code < 0x20 || code === 0x7f || code === PLUS || code === HASH) return true;
    if (code === SLASH && ++levels > MAX_LEVELS) return true;
    if (code > 0x7f) {
      if (code === REPLACEMENT || (code >= 0x80 && code < 0xa0)) return true;
      isAscii = false;
    }
  }
  if (isAscii) return false;
  const { read, written } = encoder.encodeInto(topic, scratch);
  return read < topic.length || written > maxTopicBytes;
}

const MAX_LEVELS = 100;
const SLASH = 0x2f;
const DOLLAR = 0x24;
const HASH = 0x23;
const PLUS = 0x2b;
const REPLACEMENT = 0xfffd;
