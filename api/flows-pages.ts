import { escapeHtml } from './escape-html.ts';
import { plainPage } from './plain-page.ts';

/** The page at /flows for a browser without a session; `signin`: the command that makes a link. */
export const signInFirstPage = (signin: string): string =>
  plainPage({
    en: `The flows are for people who are signed in. Run <code>${escapeHtml(signin)}</code> in the folder of Citynerve,
open the link in this browser, then come back.`,
    zh: `请先登录再使用流程编辑器。请在 Citynerve 目录中运行 <code>${escapeHtml(signin)}</code>，在此浏览器中打开链接后再返回。`,
  });

/** The page at /flows while Node-RED is not running; it reloads itself. */
export const RESTARTING_PAGE = plainPage({
  head: '<meta http-equiv="refresh" content="3">',
  en: 'The flows (Node-RED) are being started; this page reloads itself. Devices and alerts do not depend on them.',
  zh: '流程引擎（Node-RED）正在启动，本页会自动重试。设备接入和告警不受影响。',
});
