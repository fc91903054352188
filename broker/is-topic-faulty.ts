const encoder = new TextEncoder();
// Scratch for measuring UTF-8 length without an allocation per message; longer topics do not fit and are refused by it.
const scratch = new Uint8Array(4096);

/**
 * Whether a topic name may not be published to by anybody: empty, too long, wildcards (aedes lets them through in wills), `$` at the
 * front, control characters, or U+FFFD, which is what the parser makes of bytes that are not UTF-8.
 */
export function isTopicFaulty(topic: string, maxTopicBytes: number): boolean {
  if (topic.length === 0 || topic.length > maxTopicBytes || topic.charCodeAt(0) === DOLLAR) return true;
  let isAscii = true;
  for (let index = 0; index < topic.length; index++) {
    const code = topic.charCodeAt(index);
    if (code < 0x20 || code === 0x7f || code === PLUS || code === HASH) return true;
    if (code > 0x7f) {
      if (code === REPLACEMENT || (code >= 0x80 && code < 0xa0)) return true;
      isAscii = false;
    }
  }
  if (isAscii) return false;
  const { read, written } = encoder.encodeInto(topic, scratch);
  return read < topic.length || written > maxTopicBytes;
}

const DOLLAR = 0x24;
const HASH = 0x23;
const PLUS = 0x2b;
const REPLACEMENT = 0xfffd;
