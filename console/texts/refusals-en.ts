import type { RefusalReason } from '../../model/refusal-reason.ts';

/** A reason of a refusal for people: its name, and what to do about it. */
export interface RefusalText {
  readonly name: string;
  readonly advice: string;
}

/** English texts on what the gateway refused to a device. */
export const refusalsEn = {
  title: 'Refused by the gateway',
  hint: 'Connections, messages and subscriptions. The journal has them within a minute.',
  times: (count: string, isOne: boolean, last: string) =>
    isOne ? `once, at ${last}` : `${count} times, the last at ${last}`,
  reasons: {
    'bad-credential': {
      name: 'Wrong credential',
      advice: 'The user name is the id of the device, the password its token.',
    },
    'client-id': { name: 'Wrong client id', advice: 'Use the id of the device, or none with a clean session.' },
    'identity-contested': {
      name: 'Two clients with one credential',
      advice: 'Give each a credential of its own. If it is one device, look at its network.',
    },
    'will-topic': { name: 'Will on a topic of others', advice: 'Use a topic of this device.' },
    'topic-invalid': { name: 'Invalid topic', advice: 'No wildcards or control characters, and not too long.' },
    'topic-not-own': { name: 'Topic of others', advice: 'Publish to a topic of this device.' },
    'subscription-not-own': { name: 'Subscription to a topic of others', advice: 'Subscribe to what the device may.' },
    'too-many-subscriptions': { name: 'Too many subscriptions', advice: 'Subscribe to fewer filters.' },
    'packet-too-large': { name: 'Message too large', advice: 'Send smaller batches.' },
    'message-id-zero': { name: 'Message id 0', advice: 'A fault of the client: ids begin at 1.' },
    'protocol-level': { name: 'Other version of MQTT', advice: 'Set the client to MQTT 3.1.1.' },
    'protocol-error': { name: 'Violation of MQTT', advice: 'A fault of the client: mend or replace it.' },
    websocket: { name: 'WebSocket not for MQTT', advice: 'Set the subprotocol "mqtt", and send binary frames.' },
    'credential-withdrawn': { name: 'Token replaced', advice: 'Give the device its new token.' },
  } satisfies Readonly<Record<RefusalReason, RefusalText>>,
};
