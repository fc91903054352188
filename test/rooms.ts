/** The table of rooms as data: what each may import, besides itself. Files at the root and in `commands` may import everything. */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  model: [],
  city: ['model'],
  devices: ['model'],
  journal: ['model'],
  broker: ['model', 'devices', 'journal'],
  ingest: ['model', 'devices'],
  store: ['model'],
  analytics: ['model'],
  runner: ['model'],
  api: ['model'],
  console: ['model'],
  flows: ['model'],
  simulator: ['model', 'devices'],
};

/** Rooms whose code folds the journal: no clock, no randomness, no timer, no network, and no `Math.pow`. */
export const PURE_ROOMS: readonly string[] = ['model', 'devices', 'ingest', 'analytics'];
