import type { buildEn } from './build-en.ts';

/** Chinese texts on readings and documents that are being made again. */
export const buildZh: typeof buildEn = {
  underWay: (why, percent, duration) =>
    `正在根据日志重建图表、列表和告警（${why}）：已用 ${duration}，完成 ${percent} %。完成前显示原有内容。`,
  spoken: (why) => `正在根据日志重建图表、列表和告警（${why}）。`,
  failed: (why) => `图表、列表和告警未能重建（${why}）：仍显示原有内容。`,
  causes: {
    'clock-shifted': (user) => `${user} 校正了早先记录的时钟`,
    'extension-off': (user) => `${user} 对早先记录停用了扩展`,
    refold: () => '按当前的通道映射',
    'rebuild-store': () => '由人员发起',
  },
};
