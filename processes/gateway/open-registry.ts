import { type CityClock, type CityClockOptions, createCityClock } from '../../broker/city-clock.ts';
import { pastOfClock } from '../../broker/past-of-clock.ts';
import { configChanges } from '../../city/config-changes.ts';
import { createRegistry, type Registry } from '../../devices/registry.ts';
import { isClockAction } from '../../model/clock-action.ts';
import type { Journal, JournalWriter } from '../../model/journal.ts';
import type { ActionRecord, JournalRecord } from '../../model/journal-record.ts';
import { toConfigError } from './to-config-error.ts';

/**
 * Folds the registry from the journal and applies the differences to the city's files; each difference is appended to
 * the journal first, in the time of the city's clock, which goes on from what the journal says of it. The gap record of
 * this start then stands before them (`isGapJournalled`), in the same commit: behind them it would begin at their time.
 * Throws a `ConfigError` where the configuration in the journal is damaged.
 */
export async function openRegistry(options: {
  readonly files: Journal;
  readonly journal: JournalWriter;
  readonly described: Parameters<typeof configChanges>[1];
  readonly clock: Omit<CityClockOptions, 'lastReceivedAt' | 'past'>;
}): Promise<{ readonly registry: Registry; readonly clock: CityClock; readonly isGapJournalled: boolean }> {
  const { files, journal, described } = options;
  const { registry, lastOfClock } = await foldRegistry(files, journal.durableOffset).catch((error: unknown) => {
    throw toConfigError(error);
  });
  const changes = configChanges(registry.view, described);
  const { lastReceivedAt, lastCommitOffset: openFrom } = journal;
  const clock = createCityClock({ ...options.clock, lastReceivedAt, past: pastOfClock(lastOfClock) });
  const now = clock.now();
  // A driven city without a clock message yet is at time 0: with the wall clock it would be later than a replay of old
  // data.
  const times = { receivedAt: now ?? 0, wallAt: options.clock.wallNow() };
  const isGapJournalled = changes.length > 0 && now !== null && lastReceivedAt !== null;
  const gaps: JournalRecord[] = isGapJournalled ? [{ kind: 'gap', since: lastReceivedAt, openFrom, ...times }] : [];
  if (changes.length > 0) {
    const configs = changes.map((change) => ({ kind: 'config', user: 'city-files', change, ...times }) as const);
    await journal.append([...gaps, ...configs]);
  }
  for (const change of changes) registry.apply(change);
  return { registry, clock, isGapJournalled };
}

/** Resolves with the registry, and with the last action about the clock. */
async function foldRegistry(files: Journal, until: number) {
  const registry = createRegistry();
  let lastOfClock: ActionRecord | null = null;
  await using opened = new AsyncDisposableStack();
  const reader = opened.adopt(files.openReader(), (open) => open.close());
  for await (const { records } of reader.read({ from: 0, until, kinds: 'lasting' })) {
    for (const record of records) {
      if (record.kind === 'config') registry.apply(record.change);
      else if (record.kind === 'action' && isClockAction(record.action)) lastOfClock = record;
    }
  }
  return { registry, lastOfClock };
}
