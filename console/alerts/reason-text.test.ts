import { expect, test } from 'vitest';
import { termsZh } from '../texts/terms-zh.ts';
import { reasonText } from './reason-text.ts';

const WORDS: Readonly<Record<string, string>> = { ...termsZh, 'road-icy': '道路结冰', 'bridge-windy': '桥面大风' };
const inChinese = (reason: string): string => reasonText(reason, (word) => WORDS[word] ?? word);

test.each([
  ['road-icy, bridge-windy', '道路结冰, 桥面大风'],
  ['confirmed: 3 following readings of the device', '已确认: 该设备的后续 3 个读数'],
  [
    'late reading depth@flood-1 of 2026-07-01T00:24:00.000Z: warn became critical',
    '迟到读数 depth@flood-1 2026-07-01T00:24:00.000Z: 警告 变为 紧急',
  ],
  ['words that nobody translated', 'words that nobody translated'],
])('the reason "%s" is told in Chinese part by part', (reason, told) => expect(inChinese(reason)).toBe(told));
