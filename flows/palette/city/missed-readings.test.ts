import { expect, test } from 'vitest';
import { fetchMissedReadings } from './missed-readings.ts';

const ALL = { properties: [], zoneId: null, deviceIds: [], levels: [] };
const reading = (observedAt: number, offset: number, receivedAt = observedAt) => ({
  deviceId: 'rain-1',
  channel: 'rain',
  property: 'rain.depth',
  observedAt,
  receivedAt,
  value: 1,
  offset,
});

/** Answers page after page and records the requests. */
function pagesOf(...pages: readonly { readonly readings: unknown[]; readonly isTruncated: boolean }[]) {
  const asked: URLSearchParams[] = [];
  const getJson = async (path: string) => {
    asked.push(new URL(path, 'http://stub').searchParams);
    return pages[Math.min(asked.length, pages.length) - 1];
  };
  return { asked, getJson };
}

test('continues from the last reading of a truncated answer, and returns each reading once in the order of the journal', async () => {
  const { asked, getJson } = pagesOf(
    { readings: [reading(900_000, 12), reading(1_000_000, 11)], isTruncated: true },
    { readings: [reading(1_000_000, 11), reading(1_100_000, 13)], isTruncated: false },
  );
  const missed = await fetchMissedReadings(
    getJson,
    { ...ALL, properties: ['rain.depth'] },
    { receivedAt: 800_000, offset: 10 },
  );
  expect(missed.readings.map(({ offset }) => offset)).toEqual([11, 12, 13]);
  expect(missed.isComplete).toBe(true);
  expect(asked.map((query) => query.get('from'))).toEqual(['500000', '1000000']);
  expect(asked[0]?.get('property')).toBe('rain.depth');
});

test('leaves out readings that were received before', async () => {
  const { getJson } = pagesOf({
    readings: [reading(1000, 9, 900_000), reading(2000, 10, 900_000), reading(3000, 11, 900_001)],
    isTruncated: false,
  });
  const missed = await fetchMissedReadings(getJson, ALL, { receivedAt: 900_000, offset: 10 });
  expect(missed.readings.map(({ offset }) => offset)).toEqual([11]);
});

test('stops at its bound and reports it, also when a page never advances', async () => {
  const { asked, getJson } = pagesOf({ readings: [reading(700_000, 11)], isTruncated: true });
  const missed = await fetchMissedReadings(getJson, ALL, { receivedAt: 600_000, offset: 10 });
  expect(missed.isComplete).toBe(false);
  expect(asked).toHaveLength(5);
});
