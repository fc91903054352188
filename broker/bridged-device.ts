import { isOfDevice, type PublishRules } from './publish-refusal.ts';

/**
 * The device whose message a bridge brings on `topic`: one of its own devices, whose id is a level of the topic, and
 * which might publish there itself. Null: none is.
 */
export function bridgedDevice(
  bridge: string,
  topic: string,
  rules: PublishRules & { readonly bridgeOf: (deviceId: string) => string | undefined },
): string | null {
  const isOwn = (level: string): boolean => rules.bridgeOf(level) === bridge && isOfDevice(topic, level, rules);
  return topic.split('/').find(isOwn) ?? null;
}
