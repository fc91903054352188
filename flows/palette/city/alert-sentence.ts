import type { Alert, Severity } from './alert.ts';

/** The two languages of the city. */
export type Language = 'en' | 'zh';

/** Events of an alert as flows receive them. */
export const ALERT_EVENTS = ['opened', 'escalated', 'eased', 'changed', 'cleared'] as const;
export type AlertEvent = (typeof ALERT_EVENTS)[number];

const SEVERITY_WORDS: Readonly<Record<Language, Readonly<Record<Severity, string>>>> = {
  en: { watch: 'watch', warn: 'warning', critical: 'critical' },
  zh: { watch: '关注', warn: '警告', critical: '紧急' },
};
const EVENT_WORDS: Readonly<Record<Language, Readonly<Record<AlertEvent, string>>>> = {
  en: { opened: 'new alert', escalated: 'graver', eased: 'milder', changed: 'changed', cleared: 'over' },
  zh: { opened: '新告警', escalated: '升级', eased: '降级', changed: '有变化', cleared: '已解除' },
};

/** One sentence for a person; the city's own title names the scenario and the place. */
export function alertSentence(alert: Alert, event: AlertEvent, language: Language): string {
  const what = EVENT_WORDS[language][event];
  const title = alert.title[language];
  if (event === 'cleared') {
    const peak = SEVERITY_WORDS[language][alert.peakSeverity];
    return language === 'zh' ? `${title}：${what}（最高：${peak}）` : `${title}: ${what} (was ${peak} at its worst)`;
  }
  const severity = SEVERITY_WORDS[language][alert.severity];
  return language === 'zh' ? `${title}：${what}，${severity}` : `${title}: ${what}, ${severity}`;
}
