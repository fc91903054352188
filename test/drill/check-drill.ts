import { alertMessage } from '../../delivery/alert-message.ts';
import { refold } from '../../fold/refold.ts';
import { openJournal } from '../../journal/open-journal.ts';
import type { Alert } from '../../model/alert.ts';
import { messageDifference, valueDifference } from '../../model/ledger.ts';
import { openDocuments } from '../../store/documents/documents.ts';
import { openStore } from '../../store/open-store.ts';
import { eventually } from '../harness/eventually.ts';
import type { TestCity } from '../harness/test-city.ts';
import { isComparable, valuesOf } from './drill-devices.ts';

/** Most wrong series that are named one by one. */
const MOST_TOLD = 5;

/** Counts of a drilled city, and a sentence for every broken promise. */
export interface DrillFindings {
  readonly acknowledged: number;
  readonly journalled: number;
  readonly duplicates: number;
  readonly readings: number;
  readonly alerts: number;
  readonly revisions: number;
  readonly revisionsHeard: number;
  readonly faults: readonly string[];
}

/** Compares the city with what was sent, and its alerts with one uninterrupted fold of its journal. Stops the city. */
export async function checkDrill(options: {
  readonly city: TestCity;
  readonly setting: string;
  /** Messages of each device; all of them were acknowledged. */
  readonly messages: Readonly<Record<string, number>>;
  /** Texts that were received for each revision of each alert. */
  readonly heard: ReadonlyMap<string, ReadonlySet<string>>;
  /** Retained messages by topic. */
  readonly retained: ReadonlyMap<string, string>;
  /** Subscribes again, so that `retained` has the present retained messages. */
  readonly listenAgain: () => Promise<void>;
}): Promise<DrillFindings> {
  const { city, setting, messages, heard, retained, listenAgain } = options;
  const faults: string[] = [];
  await eventually(() => city.folded());
  const account = await city.ledger();
  const [byMessages, byValues] = [messageDifference(account), valueDifference(account)];
  if (byMessages !== 0 || byValues !== 0)
    faults.push(`the ledger differs by ${byMessages} messages, ${byValues} values`);
  const acknowledged = Object.values(messages).reduce((sum, count) => sum + count, 0);
  const { received, duplicate } = account.messages;
  if (received - duplicate !== acknowledged) {
    faults.push(`${acknowledged} messages were acknowledged, ${received - duplicate} took effect`);
  }
  // While roles restart, messages may arrive out of order: the retained ones at the end count.
  await listenAgain();
  const mismatch = await eventually(() => compareAlerts(city, retained)).then(
    () => null,
    (error: Error) => error.message,
  );
  if (mismatch !== null) faults.push(mismatch);
  await city.running.close();

  const store = await openStore({
    setting,
    folder: city.folder,
    generation: 1,
    onDamage: (detail) => faults.push(detail),
  });
  const series = await store.catalogue();
  await store.close();
  const wrong = [...expectedSeries(messages)].flatMap(([key, wanted]) => {
    const found = series.find(({ deviceId, channel }) => `${deviceId} ${channel}` === key);
    const isSame = found?.count === wanted.count && Math.abs(found.sum - wanted.sum) < 1e-6 * Math.max(1, wanted.sum);
    return isSame
      ? []
      : [
          `${key}: ${wanted.count} readings of sum ${wanted.sum} were sent, ${found?.count} of ${found?.sum} are stored`,
        ];
  });
  faults.push(...wrong.slice(0, MOST_TOLD));
  if (wrong.length > MOST_TOLD) faults.push(`and ${wrong.length - MOST_TOLD} series more`);

  const revisions = new Map<string, string>();
  const newest = new Map<string, string>();
  const reader = openJournal(city.folder.journal).openReader();
  await refold({
    reader,
    until: Number.MAX_SAFE_INTEGER,
    onResult({ effects }) {
      for (const { alert } of effects) {
        revisions.set(`${alert.id}@${alert.revision}`, alertMessage(alert));
        newest.set(alert.id, JSON.stringify(alert));
      }
    },
  });
  await reader.close();
  const documents = openDocuments(city.folder.documents, { onDamage: (detail) => faults.push(detail) });
  const alerts = documents.alerts({ status: 'all', limit: 1_000_000 }).map((alert: Alert) => JSON.stringify(alert));
  documents.close();
  if (alerts.toSorted().join('\n') !== [...newest.values()].toSorted().join('\n')) {
    faults.push(
      `the city has ${alerts.length} alerts that are not, to the byte, the ${newest.size} of one uninterrupted fold`,
    );
  }
  for (const [key, texts] of heard) {
    if (texts.size > 1) faults.push(`${key} was published with ${texts.size} different texts`);
    if (!texts.has(revisions.get(key) ?? '')) faults.push(`${key} was published, but no fold leads to it`);
  }
  const readings = series.reduce((sum, { count }) => sum + count, 0);
  const counts = { readings, alerts: alerts.length, revisions: revisions.size, revisionsHeard: heard.size };
  return { acknowledged, journalled: received, duplicates: duplicate, ...counts, faults };
}

/** Rejects while the retained alerts are not the active ones. */
async function compareAlerts(city: TestCity, retained: ReadonlyMap<string, string>): Promise<void> {
  const { alerts } = await city.get<{ alerts: readonly Alert[] }>('/api/alerts?status=active&limit=500');
  const wanted = alerts.map(({ id, revision }) => `${id}@${revision}`).sort();
  const published = [...retained.values()]
    .map((text) => JSON.parse(text) as Alert)
    .map(({ id, revision }) => `${id}@${revision}`)
    .sort();
  if (published.join() !== wanted.join())
    throw new Error(`${wanted.length} alerts are active, retained on MQTT are ${published.join(', ')}`);
}

/** Rows and sum of values that each series must have. */
function expectedSeries(messages: Readonly<Record<string, number>>) {
  const series = new Map<string, { count: number; sum: number }>();
  for (const [deviceId, count] of Object.entries(messages)) {
    if (!isComparable(deviceId)) continue;
    for (let n = 0; n < count; n += 1) {
      for (const [channel, value] of Object.entries(valuesOf(deviceId, n))) {
        const key = `${deviceId} ${channel}`;
        const known = series.get(key) ?? { count: 0, sum: 0 };
        series.set(key, { count: known.count + 1, sum: known.sum + value });
      }
    }
  }
  return series;
}
