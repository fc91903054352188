import { expect, test } from 'vitest';
import { alertOf } from '../test-alert.ts';
import { clearReplacedAlerts } from './clear-replaced-alerts.ts';

test('an alert that the new generation lacks is withdrawn, one that it has cleared is cleared, others are left out', () => {
  const listed = [
    alertOf('gone', { revision: 3 }),
    alertOf('cleared', { revision: 3 }),
    alertOf('cleared later', { revision: 3 }),
    alertOf('active', { revision: 3, status: 'acknowledged' }),
  ];
  const now = [
    alertOf('cleared', { revision: 2, status: 'cleared', clearedAt: 50 }),
    alertOf('cleared later', { revision: 7, status: 'cleared', clearedAt: 60 }),
    alertOf('active', { revision: 1 }),
  ];
  const effects = clearReplacedAlerts({
    listed,
    find: (id) => now.find((each) => each.id === id) ?? null,
    cityTime: 100,
  });
  expect(effects.map(({ id, alert: { status, clearedAt } }) => [id, status, clearedAt])).toEqual([
    ['gone@4', 'cleared', 100],
    ['cleared@4', 'cleared', 50],
    ['cleared later@7', 'cleared', 60],
  ]);
  expect(effects[0]?.alert.history.at(-1)).toMatchObject({ change: 'withdrawn', by: 'citynerve' });
});
