import { configChanges } from '../../city/config-changes.ts';
import { createRegistry, type Registry } from '../../devices/registry.ts';
import type { Journal, JournalWriter } from '../../model/journal.ts';
import { toConfigError } from './to-config-error.ts';

/**
 * Folds the registry from the journal and applies the differences to the city's files; each difference is appended to
 * the journal first. Throws a `ConfigError` where the configuration in the journal is damaged.
 */
export async function openRegistry(options: {
  readonly files: Journal;
  readonly journal: JournalWriter;
  readonly described: Parameters<typeof configChanges>[1];
  readonly clock: 'wall' | 'driven';
  readonly wallNow: () => number;
}): Promise<Registry> {
  const { files, journal, described, clock, wallNow } = options;
  const registry = await foldRegistry(files, journal.durableOffset).catch((error: unknown) => {
    throw toConfigError(error);
  });
  const changes = configChanges(registry.view, described);
  // A driven city without a clock message yet is at time 0: with the wall clock it would be later than a replay of old
  // data.
  const last = journal.lastReceivedAt ?? 0;
  const times = { receivedAt: clock === 'wall' ? Math.max(last, wallNow()) : last, wallAt: wallNow() };
  if (changes.length > 0) {
    await journal.append(changes.map((change) => ({ kind: 'config', user: 'city-files', change, ...times })));
  }
  for (const change of changes) registry.apply(change);
  return registry;
}

async function foldRegistry(files: Journal, until: number): Promise<Registry> {
  const registry = createRegistry();
  await using opened = new AsyncDisposableStack();
  const reader = opened.adopt(files.openReader(), (open) => open.close());
  for await (const { records } of reader.read({ from: 0, until, kinds: 'lasting' })) {
    for (const record of records) if (record.kind === 'config') registry.apply(record.change);
  }
  return registry;
}
