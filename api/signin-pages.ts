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

/** The page for a wrong, used or expired link. */
export const REFUSED_PAGE = plainPage({
  en: `This sign-in link is wrong, used or expired. Make a new one in the folder of Citynerve:
<code>npx citynerve signin</code>`,
  zh: '此登录链接无效、已被使用或已过期。请在 Citynerve 目录中重新生成：<code>npx citynerve signin</code>',
});
