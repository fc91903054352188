/** A publication's topic and payload, with what must not reach the journal replaced by as many asterisks. */
export interface Masked {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly isMasked: boolean;
}

/**
 * Replaces a device's own token where its transport carries it (access-token topics, a careless payload): the journal is kept and
 * copied, a credential is neither. Lengths stay, and the caller's bytes are not changed. Pure.
 */
export function maskSecrets(topic: string, payload: Buffer, secret: Secret): Masked {
  const isInTopic = topic.includes(secret.text);
  const isInPayload = payload.includes(secret.bytes);
  if (!isInTopic && !isInPayload) return { topic, payload, isMasked: false };
  return {
    topic: isInTopic ? topic.replaceAll(secret.text, '*'.repeat(secret.text.length)) : topic,
    payload: isInPayload ? maskBytes(payload, secret.bytes) : payload,
    isMasked: true,
  };
}

/** A token in the two forms that it is looked for in. */
export interface Secret {
  readonly text: string;
  readonly bytes: Buffer;
}

function maskBytes(payload: Buffer, secret: Buffer): Buffer {
  const masked = Buffer.from(payload);
  for (let at = masked.indexOf(secret); at !== -1; at = masked.indexOf(secret, at)) {
    masked.fill(ASTERISK, at, at + secret.length);
  }
  return masked;
}

const ASTERISK = 0x2a;
