/** A page without script in both languages, for a browser without a session. `en` and `zh` are trusted HTML. */
export const plainPage = ({ en, zh, head = '' }: { en: string; zh: string; head?: string }): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Citynerve</title>${head}
<style>body{font:16px/1.6 system-ui,sans-serif;max-width:40rem;margin:15vh auto;padding:0 1rem;color-scheme:light dark}</style>
</head><body><p>${en}</p><p lang="zh">${zh}</p></body></html>
`;
