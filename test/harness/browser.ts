import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { PROGRAMS } from './real-programs.ts';

const WIDE = { width: 1440, height: 900 };
/** A phone held upright. */
export const PHONE = { width: 390, height: 844 };

/** A page of a real browser, and everything it did that the console must not do. */
export interface WatchedPage {
  readonly page: Page;
  /** Addresses that it asked for outside of `origin`. */
  readonly strayRequests: readonly string[];
  /** Errors in its console, and uncaught ones. */
  readonly errors: readonly string[];
}

/** Starts Debian's Chromium so that it asks for nothing by itself. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: PROGRAMS.chromium,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/** A page with cookies of its own, whose requests and errors are noted. Its visitor reads English unless another locale is named. */
export async function watchedPage(browser: Browser, origin: string, locale = 'en-GB'): Promise<WatchedPage> {
  const context = await browser.newContext({ baseURL: origin, viewport: WIDE, locale });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const strayRequests: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    const staysInside = url.origin === origin || url.protocol === 'data:' || url.protocol === 'blob:';
    if (!staysInside) strayRequests.push(url.href);
  });
  page.on('websocket', (socket) => strayRequests.push(socket.url()));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`);
  });
  page.on('pageerror', (error) => errors.push(String(error)));
  return { page, strayRequests, errors };
}

/** What of the page can be pushed sideways: the page itself and its visible parts, by name. */
export const sidewaysScroll = (page: Page): Promise<readonly string[]> =>
  // As text, since it runs in the browser and this project's types know only Node.
  page.evaluate(`[document.documentElement, document.body, ...document.querySelectorAll('header, nav, section, article')]
    .filter((part) => getComputedStyle(part).visibility === 'visible' && part.scrollWidth > part.clientWidth + 1)
    .filter((part) => part.clientWidth > 0)
    .map((part) => part.tagName + ' ' + (part.getAttribute('aria-label') ?? part.className) + ': ' + part.scrollWidth + ' > ' + part.clientWidth)`);

/** Keeps a picture where `CITYNERVE_SCREENSHOTS` says; without it, nothing. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env['CITYNERVE_SCREENSHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
