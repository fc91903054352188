import { describe, expect, test } from 'vitest';
import { fillTemplate } from '../../city/fill-template.ts';
import { isNoticeName, type NoticeForm, writeNotice } from './notice.ts';
import { createNoticeGuard } from './notice-guard.ts';

const FORM: NoticeForm = { nodeId: 'n1', name: 'flood', severity: 'alert', template: '', language: 'en' };
const ALERT = {
  id: 'waterlogging/cell-1@7',
  revision: 2,
  scenarioId: 'waterlogging',
  zoneId: 'cell-1',
  status: 'open',
  severity: 'warn',
  title: { en: 'Waterlogging: Cell', zh: '暴雨内涝：网格' },
  history: [],
};

describe('the template', () => {
  test.each([
    ['{{alert.zoneId}} / {{ alert.title.zh }}', 'cell-1 / 暴雨内涝：网格'],
    ['{{payload}}', '1.5'],
    ['{{alert.nothing.here}} {{}}', '— {{}}'],
    ['{{alert.constructor}} {{__proto__}} {{payload.toFixed}}', '— — —'],
    ['{{list.1}}', 'b'],
    ['{{alert.title}}', '{"en":"Waterlogging: Cell","zh":"暴雨内涝：网格"}'],
    ['{{round}}', '—'],
  ])('%s becomes %s', (template, expected) => {
    const round: Record<string, unknown> = {};
    round['self'] = round;
    expect(fillTemplate(template, { alert: ALERT, payload: 1.5, list: ['a', 'b'], round })).toBe(expected);
  });

  test('reads no getter', () => {
    let runs = 0;
    const message = Object.defineProperty({}, 'trap', { enumerable: true, get: () => (runs += 1) });
    expect(fillTemplate('{{trap}}', message)).toBe('—');
    expect(runs).toBe(0);
  });

  test('is bounded', () => {
    expect(fillTemplate('{{payload}}'.repeat(20), { payload: 'x'.repeat(10_000) })).toHaveLength(4000);
  });
});

describe('a notice', () => {
  test('names its subject, with the severity of its alert', () => {
    expect(writeNotice(FORM, { alert: ALERT, event: 'opened', payload: 'p' }, 5)).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{32}$/),
      origin: 'citynerve-flows',
      name: 'flood',
      at: 5,
      severity: 'warn',
      text: 'Waterlogging: Cell: new alert, warning',
      about: { alertId: ALERT.id, zoneId: 'cell-1', scenarioId: 'waterlogging' },
    });
  });

  test('has the same id for the same cause and node, whenever and however it is written', () => {
    const first = writeNotice(FORM, { alert: ALERT, _msgid: '1' }, 5).id;
    expect(writeNotice({ ...FORM, template: 'other words' }, { alert: { ...ALERT }, _msgid: '2' }, 6).id).toBe(first);
    expect(writeNotice(FORM, { alert: { ...ALERT, revision: 3 } }, 5).id).not.toBe(first);
    expect(writeNotice({ ...FORM, nodeId: 'n2' }, { alert: ALERT }, 5).id).not.toBe(first);
    const reading = { deviceId: 'rain-1', channel: 'rain', observedAt: 7, zoneId: 'cell-1' };
    const ofReading = writeNotice({ ...FORM, template: 'x' }, { reading, _msgid: '1' }, 5);
    expect(ofReading).toMatchObject({ severity: 'watch', about: { deviceId: 'rain-1', zoneId: 'cell-1' } });
    expect(writeNotice({ ...FORM, template: 'x' }, { reading, _msgid: '2' }, 5).id).toBe(ofReading.id);
  });

  test('takes the payload when there is no other text, and is never empty', () => {
    expect(writeNotice(FORM, { payload: 'hello' }, 5)).not.toHaveProperty('about');
    expect(writeNotice(FORM, { payload: 42 }, 5).text).toBe('42');
    expect(() => writeNotice(FORM, {}, 5)).toThrow('empty');
    expect(() => writeNotice(FORM, { payload: '  ' }, 5)).toThrow('empty');
  });

  test.each(['', 'a/b', '#', 'a b', 'Flood', '-a', 'x'.repeat(65)])('cannot be called "%s"', (name) => {
    expect(isNoticeName(name)).toBe(false);
  });
});

describe('the guard', () => {
  const notice = { id: 'x', origin: 'citynerve-flows', text: 'said' };
  test.each([
    ['the mark of a notice node', { notice }],
    ['a parsed notice', { payload: notice }],
    ['a notice as text', { payload: JSON.stringify(notice) }],
    ['a notice as bytes', { payload: Buffer.from(JSON.stringify(notice)) }],
    ['the topic of a notice', { topic: 'city/v1/notices/flood', payload: 'anything' }],
  ])('holds back %s', (_, message) => {
    expect(createNoticeGuard(30).hold(message, 0)).toBe('loop');
  });

  test('limits the number in any minute', () => {
    const guard = createNoticeGuard(2);
    expect([0, 10, 20, 59_999, 60_000, 60_001, 60_010].map((now) => guard.hold({ payload: 'x' }, now))).toEqual([
      null,
      null,
      'rate',
      'rate',
      null,
      'rate',
      null,
    ]);
  });

  test('a message that only mentions the origin is published', () => {
    expect(createNoticeGuard(2).hold({ payload: 'made by citynerve-flows', notice: 'a text' }, 0)).toBeNull();
  });
});
