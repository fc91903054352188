import { configChanges } from '../../city/config-changes.ts';
import { createRegistry, type Registry } from '../../devices/registry.ts';
import type { Journal, JournalWriter } from '../../model/journal.ts';
import { asSetting } from './as-setting.ts';

/**
 * The registry as the journal has it, brought to what the city's files describe: each change is appended first. Throws a `ConfigError` where
 * the journal's configuration is damaged.
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
    throw asSetting(error);
  });
  const changes = configChanges(registry.view, described);
  // A driven city that nobody has told the time yet is at 0: no replay of old data may find it later than itself.
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
