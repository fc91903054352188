import { plainPage } from './plain-page.ts';

/**
 * A page instead of a redirect: a browser that came here from another site would not send a Strict cookie along with the
 * redirect, but it does with a page that we ask for ourselves. No script is needed.
 */
export const SIGNED_IN_PAGE = plainPage({
  head: '<meta http-equiv="refresh" content="0;url=/">',
  en: 'Signed in. <a href="/">Go to the city</a>',
  zh: '已登录。<a href="/">进入城市</a>',
});

/** What a wrong, used or expired link shows. */
export const REFUSED_PAGE = plainPage({
  en: `This sign-in link is wrong, used or expired. Make a new one in the folder of Citynerve:
<code>npx citynerve signin</code>`,
  zh: '此登录链接无效、已被使用或已过期。请在 Citynerve 目录中重新生成：<code>npx citynerve signin</code>',
});
