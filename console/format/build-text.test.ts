import { expect, test } from 'vitest';
import type { GenerationBuild } from '../../model/generation-build.ts';
import { en } from '../texts/en.ts';
import { zh } from '../texts/zh.ts';
import { buildText } from './build-text.ts';

const NOW = 1_700_000_000_000;
const BUILD: GenerationBuild = {
  cause: 'clock-shifted',
  user: 'li',
  fromOffset: 12,
  since: NOW - 185_000,
  share: 0.429,
  trouble: null,
};

test('says what is made again, why, since when and how far it is', () => {
  expect(buildText(BUILD, NOW, en)).toEqual({
    text: 'Charts, lists and alerts are being made again from the journal (clock of earlier records corrected by li): 42 % after 3 min. Until then they are as before.',
    spoken:
      'Charts, lists and alerts are being made again from the journal (clock of earlier records corrected by li).',
    detail: null,
  });
  expect(buildText({ ...BUILD, cause: 'refold', user: null }, NOW, zh).text).toBe(
    '正在根据日志重建图表、列表和告警（按当前的通道映射）：已用 3 分钟，完成 42 %。完成前显示原有内容。',
  );
});

test('says that it failed, and why', () => {
  expect(buildText({ ...BUILD, trouble: 'the journal is cut' }, NOW, en)).toMatchObject({
    text: 'Charts, lists and alerts could not be made again (clock of earlier records corrected by li): they are as before.',
    detail: 'the journal is cut',
  });
});
