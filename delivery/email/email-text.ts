import type { Alert, AlertChange } from '../../model/alert.ts';
import type { Severity } from '../../model/scenario.ts';

/** Names and time zone for the text of a message. */
export interface EmailWords {
  /** The line that recomputes an alert, to be run in the folder of Citynerve. */
  readonly verifyCommand: (alertId: string) => string;
  /** IANA time zone of the city. */
  readonly timeZone: string;
  /** Name of the city in both languages. */
  readonly city: { readonly en: string; readonly zh: string };
  /** Name of a zone in both languages; null: not known, its id is shown. */
  readonly zoneName: (zoneId: string) => { readonly en: string; readonly zh: string } | null;
  /** URL of the page for the recipients, without a slash at the end; null: left out. */
  readonly pageUrl: string | null;
}

type Language = 'en' | 'zh';

const SEVERITY: Readonly<Record<Language, Readonly<Record<Severity, string>>>> = {
  en: { watch: 'Watch', warn: 'Warning', critical: 'Critical' },
  zh: { watch: '关注', warn: '警告', critical: '紧急' },
};

const CHANGE: Readonly<Record<Language, Readonly<Record<AlertChange['change'], string>>>> = {
  en: {
    raised: 'raised',
    escalated: 'escalated',
    eased: 'eased',
    acknowledged: 'acknowledged',
    noted: 'a note was added',
    amended: 'amended',
    withdrawn: 'withdrawn',
    cleared: 'cleared',
  },
  zh: {
    raised: '触发',
    escalated: '升级',
    eased: '降级',
    acknowledged: '已确认',
    noted: '已添加备注',
    amended: '已修正',
    withdrawn: '撤回',
    cleared: '解除',
  },
};

const LINES: Readonly<Record<Language, (facts: Facts) => readonly string[]>> = {
  en: ({ severity, title, place, city, change, at, by, verify, page }) => [
    `${severity}: ${title}`,
    `Where: ${place}, ${city}`,
    `What happened: ${change} at ${at}, by ${by}`,
    ...(page ? [`Look at it and acknowledge it: ${page}`] : []),
    `Recompute it: ${verify}`,
  ],
  zh: ({ severity, title, place, city, change, at, by, verify, page }) => [
    `${severity}：${title}`,
    `地点：${city} ${place}`,
    `状态：${change}，${at}，${by}`,
    ...(page ? [`查看并确认：${page}`] : []),
    `重新计算：${verify}`,
  ],
};

interface Facts {
  readonly severity: string;
  readonly title: string;
  readonly place: string;
  readonly city: string;
  readonly change: string;
  readonly at: string;
  readonly by: string;
  readonly verify: string;
  readonly page: string | null;
}

/**
 * Subject and plain text about one revision of an alert, Chinese first, then English. The same revision gives the same
 * text.
 */
export function emailText(alert: Alert, words: EmailWords): { readonly subject: string; readonly text: string } {
  const facts = { en: factsOf(alert, words, 'en'), zh: factsOf(alert, words, 'zh') };
  const subject = (['zh', 'en'] as const)
    .map((language) => {
      const { severity, title, place, change } = facts[language];
      return `[${severity}] ${title}, ${place}: ${change}`;
    })
    .join(' / ');
  const text = [...LINES.zh(facts.zh), '', ...LINES.en(facts.en), ''].join('\n');
  return { subject, text };
}

function factsOf(alert: Alert, words: EmailWords, language: Language): Facts {
  const last = alert.history.at(-1);
  const at = new Intl.DateTimeFormat('sv-SE', { timeZone: words.timeZone, dateStyle: 'short', timeStyle: 'medium' });
  return {
    severity: SEVERITY[language][alert.severity],
    title: oneLine(alert.title[language]),
    place: words.zoneName(alert.zoneId)?.[language] ?? alert.zoneId,
    city: words.city[language],
    change: CHANGE[language][last?.change ?? 'raised'],
    at: `${at.format(last?.at ?? alert.raisedAt)} (${words.timeZone})`,
    by: oneLine(last?.by ?? 'citynerve'),
    verify: words.verifyCommand(alert.id),
    page: words.pageUrl && `${words.pageUrl}/`,
  };
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
