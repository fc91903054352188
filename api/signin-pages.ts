const page = (head: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Citynerve</title>${head}
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:40rem;margin:15vh auto;padding:0 1rem;color-scheme:light dark}</style>
</head><body>${body}</body></html>
`;

/**
 * A page instead of a redirect: a browser that came here from another site would not send a Strict cookie along with the
 * redirect, but it does with a page that we ask for ourselves. No script is needed.
 */
export const SIGNED_IN_PAGE = page(
  '<meta http-equiv="refresh" content="0;url=/">',
  '<p>Signed in. <a href="/">Go to the city</a></p><p lang="zh">已登录。<a href="/">进入城市</a></p>',
);

/** What a wrong, used or expired link shows. */
export const REFUSED_PAGE = page(
  '',
  `<p>This sign-in link is wrong, used or expired. Make a new one in the folder of Citynerve:
<code>npx citynerve signin</code></p>
<p lang="zh">此登录链接无效、已被使用或已过期。请在 Citynerve 目录中重新生成：<code>npx citynerve signin</code></p>`,
);
