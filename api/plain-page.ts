/**
 * A page without script in both languages, for a browser without a session. `en`, `zh`, `body` and `head` are trusted
 * HTML.
 */
export const plainPage = (page: { en: string; zh: string; body?: string; head?: string }): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Citynerve</title>${page.head ?? ''}
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:40rem;margin:15vh auto;padding:0 1rem;color-scheme:light dark}
button{font:inherit;padding:.6rem 1.6rem}code{overflow-wrap:anywhere}</style>
</head><body><p>${page.en}</p><p lang="zh">${page.zh}</p>${page.body ?? ''}</body></html>
`;
