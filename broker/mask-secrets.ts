/** A token in the two forms that it is looked for in. */
export interface Secret {
  readonly text: string;
  readonly bytes: Buffer;
}

/** Whether a publication carries its device's own token: an access-token topic, a careless payload. */
export const holdsSecret = (topic: string, payload: Buffer, secret: Secret): boolean =>
  topic.includes(secret.text) || payload.includes(secret.bytes);

/**
 * Replaces the token by as many asterisks wherever it stands: the journal is kept and copied, a credential is neither. Lengths stay, and
 * the caller's bytes are not changed. Pure.
 */
export const maskSecrets = (topic: string, payload: Buffer, secret: Secret): { topic: string; payload: Buffer } => ({
  topic: topic.replaceAll(secret.text, '*'.repeat(secret.text.length)),
  payload: maskBytes(payload, secret.bytes),
});

function maskBytes(payload: Buffer, secret: Buffer): Buffer {
  const masked = Buffer.from(payload);
  for (let at = masked.indexOf(secret); at !== -1; at = masked.indexOf(secret, at)) {
    masked.fill(ASTERISK, at, at + secret.length);
  }
  return masked;
}

const ASTERISK = 0x2a;
