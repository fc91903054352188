import type { ApiDeps } from './deps.ts';
import { escapeHtml } from './escape-html.ts';
import { plainPage } from './plain-page.ts';

/**
 * The page after signing in, which loads the console. It is not a redirect, because a browser that comes from another
 * site does not send a `SameSite=Strict` cookie with the redirected request.
 */
export const SIGNED_IN_PAGE = plainPage({
  head: '<meta http-equiv="refresh" content="0;url=/">',
  en: 'Signed in. <a href="/">Go to the city</a>',
  zh: '已登录。<a href="/">进入城市</a>',
});

/** The page of a valid link: what fetches it for a preview presses no button. `user` and `token` are not trusted. */
export function confirmPage(user: string, token: string): string {
  const name = escapeHtml(user);
  return plainPage({
    en: `Sign in to Citynerve as <strong>${name}</strong>:`,
    zh: `以 <strong>${name}</strong> 的身份登录 Citynerve：`,
    body: `<form method="post" action="/signin"><input type="hidden" name="token" value="${escapeHtml(token)}">
<button>Sign in <span lang="zh">登录</span></button></form>`,
  });
}

type Command = ApiDeps['command'];

const nextEn = (command: Command) => `Links work once, within 30 minutes. On the machine of the city run
<code>${escapeHtml(command('signin --user NAME'))}</code> in the folder of Citynerve, or ask who runs the city for a
new link.`;
const nextZh = (command: Command) => `每个链接只能使用一次，有效期 30 分钟。请在城市主机的 Citynerve 目录中运行
<code>${escapeHtml(command('signin --user 姓名'))}</code>，或向城市管理员索取新的链接。`;

/** The page for somebody who is not signed in and has no link. */
export const noLinkPage = (command: Command): string =>
  plainPage({
    en: `You are not signed in in this browser, and there is no valid sign-in link. ${nextEn(command)}`,
    zh: `您尚未在此浏览器中登录，也没有有效的登录链接。${nextZh(command)}`,
  });

/**
 * The page for a wrong, used or expired link. It goes on to `/signin`: only then does a browser that came from another
 * site (a chat) send its `SameSite=Strict` cookie, and who is signed in is led to the city.
 */
export const refusedPage = (command: Command): string =>
  plainPage({
    head: '<meta http-equiv="refresh" content="0;url=/signin">',
    en: `This sign-in link is wrong, used or expired. ${nextEn(command)}`,
    zh: `此登录链接无效、已被使用或已过期。${nextZh(command)}`,
  });
