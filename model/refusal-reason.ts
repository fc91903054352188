/** Why the gateway refused something. The audit records in the journal and the counters use these words. */
export const REFUSAL_REASONS = [
  'bad-credential',
  'client-id',
  'identity-contested',
  'will-topic',
  'topic-invalid',
  'topic-not-own',
  'subscription-not-own',
  'too-many-subscriptions',
  'packet-too-large',
  'message-id-zero',
  'protocol-level',
  'protocol-error',
  'websocket',
  'credential-withdrawn',
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];
