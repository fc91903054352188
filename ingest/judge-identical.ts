import { areOfSameChannels } from './measurement.ts';

/** What is compared of two messages to which a device gave the same number or id. */
export interface Content {
  /** Of topic and bytes. */
  readonly hash: number;
  /** As by `measurementOf`. */
  readonly measurement: number;
}

/**
 * What a second message with a number or id is beside the first: the `same` by its bytes; `measured` the same, with
 * something else around it; a `version` of it with other values; or `other`, with other channels or times of its own.
 */
export function judgeIdentical(first: Content, second: Content): 'same' | 'measured' | 'version' | 'other' {
  if (first.hash === second.hash) return 'same';
  const [one, other] = [first.measurement, second.measurement];
  if (one === 0 || other === 0) return 'other';
  if (one === other) return 'measured';
  return areOfSameChannels(one, other) ? 'version' : 'other';
}
