/**
 * What each room may import besides itself. `commands` may import everything but `processes` and `console`;
 * `processes`, `test` and the files at the root may import everything. The same table stands in docs/architecture.md.
 */
export const ROOMS: Readonly<Record<string, readonly string[]>> = {
  model: [],
  city: ['model', 'ipc'],
  devices: ['model'],
  journal: ['model', 'ipc'],
  broker: ['model', 'devices'],
  ingest: ['model', 'devices'],
  store: ['model'],
  analytics: ['model'],
  fold: ['model', 'devices', 'ingest', 'analytics'],
  delivery: ['model'],
  ipc: ['model'],
  api: ['model', 'ipc'],
  console: ['model'],
  flows: ['model'],
  simulator: ['model', 'devices'],
  commands: [
    'model',
    'city',
    'devices',
    'broker',
    'journal',
    'ingest',
    'analytics',
    'fold',
    'delivery',
    'store',
    'flows',
    'api',
    'simulator',
    'ipc',
  ],
};

/** Rooms of the fold's code: no clock, randomness, timer, network or `Math.pow`. */
export const PURE_ROOMS: readonly string[] = ['model', 'devices', 'ingest', 'analytics', 'fold'];
