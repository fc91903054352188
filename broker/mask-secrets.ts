/** A token as text, to find it in topics, and as bytes, to find it in payloads. */
export interface Secret {
  readonly text: string;
  readonly bytes: Buffer;
}

/** Whether the topic or the payload of a publication contains the token of its device. */
export const holdsSecret = (topic: string, payload: Buffer, secret: Secret): boolean =>
  topic.includes(secret.text) || payload.includes(secret.bytes);

/**
 * Replaces each occurrence of the token by as many asterisks: the journal is kept for long and copied to backups, a
 * credential must not be. Lengths stay the same, and the caller's bytes are not changed. Pure.
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
