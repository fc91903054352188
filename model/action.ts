import type { ExtensionTarget } from './extension-health.ts';

/** What people can do in a city. A fold decides whether it is accepted; the journal keeps it either way. */
export type CityAction =
  | { readonly type: 'alert.acknowledge'; readonly alertId: string; readonly note: string }
  /** Switches an extension from this record on. */
  | ({ readonly type: 'extension.on' | 'extension.off' } & ExtensionTarget);
