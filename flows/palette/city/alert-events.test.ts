import { describe, expect, test } from 'vitest';
import { type Alert, parseAlert } from './alert.ts';
import { alertEvents, chooseEvent } from './alert-events.ts';
import { alertSentence } from './alert-sentence.ts';
import { createSeenRevisions } from './seen-revisions.ts';

/** An alert whose history is written as `raised:watch escalated:warn`. */
function alertOf(story: string): Alert {
  const history = story.split(' ').map((step, at) => {
    const [change, severity] = step.split(':');
    return { at, change, severity };
  });
  const last = history.at(-1);
  const status = last?.change === 'cleared' || last?.change === 'withdrawn' ? 'cleared' : 'open';
  const alert = parseAlert({
    id: 'a',
    revision: history.length,
    scenarioId: 'waterlogging',
    zoneId: 'cell-1',
    status,
    severity: last?.severity,
    peakSeverity: 'warn',
    title: { en: 'Waterlogging: Cell', zh: '暴雨内涝：网格' },
    history,
  });
  if (alert === null) throw new Error(`no alert: ${story}`);
  return alert;
}

describe('the event that new changes mean to a node', () => {
  test.each([
    ['raised:watch', 1, 'watch', ['opened']],
    ['raised:watch', 1, 'warn', []],
    ['raised:watch escalated:warn', 1, 'warn', ['opened']],
    ['raised:watch escalated:warn', 1, 'watch', ['escalated']],
    ['raised:warn escalated:critical', 2, 'warn', ['opened', 'escalated']],
    ['raised:warn eased:watch', 1, 'warn', ['eased']],
    ['raised:watch cleared:watch', 1, 'warn', []],
    ['raised:warn eased:watch cleared:watch', 1, 'warn', ['cleared']],
    ['raised:warn acknowledged:warn amended:warn withdrawn:warn', 3, 'warn', ['changed', 'changed', 'cleared']],
  ] as const)('%s, of which %i new, from %s upwards: %j', (story, fresh, least, expected) => {
    const alert = alertOf(story);
    expect(alertEvents(alert, alert.history.slice(-fresh), least)).toEqual(expected);
  });

  test('an alert that opened and cleared while the node was not connected gives only the clear event', () => {
    const alert = alertOf('raised:warn cleared:warn');
    const events = alertEvents(alert, alert.history, 'watch');
    expect(chooseEvent(events, 'opened', alert)).toBeNull();
    expect(chooseEvent(events, 'cleared', alert)).toBe('cleared');
    expect(chooseEvent(events, 'any', alert)).toBe('cleared');
  });
});

test('a revision is new once, also after a restore from the context of a node', () => {
  const memory = createSeenRevisions(undefined);
  expect(memory.take(alertOf('raised:watch'))).toHaveLength(1);
  expect(memory.take(alertOf('raised:watch'))).toBeNull();
  const later = createSeenRevisions(JSON.parse(JSON.stringify(memory.snapshot())));
  expect(later.take(alertOf('raised:watch'))).toBeNull();
  expect(later.take(alertOf('raised:watch escalated:warn eased:watch'))).toHaveLength(2);
});

test('the number of remembered alerts is bounded; the one received longest ago is forgotten first', () => {
  const memory = createSeenRevisions(undefined);
  for (let count = 0; count <= 2000; count += 1) memory.take({ ...alertOf('raised:watch'), id: `a${count}` });
  expect(memory.snapshot()).toHaveLength(2000);
  expect(memory.knows('a0')).toBe(false);
});

test('one sentence in each language', () => {
  const open = alertOf('raised:warn');
  expect(alertSentence(open, 'opened', 'en')).toBe('Waterlogging: Cell: new alert, warning');
  expect(alertSentence(open, 'opened', 'zh')).toBe('暴雨内涝：网格：新告警，警告');
  const over = alertOf('raised:warn cleared:warn');
  expect(alertSentence(over, 'cleared', 'en')).toBe('Waterlogging: Cell: over (was warning at its worst)');
  expect(alertSentence(over, 'cleared', 'zh')).toBe('暴雨内涝：网格：已解除（最高：警告）');
});
