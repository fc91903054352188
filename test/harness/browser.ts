import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { PROGRAMS } from './real-programs.ts';

/** Viewport of a small screen on a desk. */
export const WIDE = { width: 1280, height: 800 };
/** Viewport of a phone in portrait. */
export const PHONE = { width: 390, height: 844 };

/** A page of a real browser, with its forbidden requests and its errors. */
export interface WatchedPage {
  readonly page: Page;
  /** Requested URLs outside of `origin`. */
  readonly strayRequests: readonly string[];
  /** Errors in its console, and uncaught ones. */
  readonly errors: readonly string[];
}

/** Starts Debian's Chromium without any requests of its own. */
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

/** A page with cookies of its own, whose requests and errors are recorded. */
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

/** Opens a one-time sign-in link, presses its button, and resolves on the page of the city. */
export async function openLink(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname === '/');
}

/** Elements that scroll sideways: the page itself and its visible parts, by name. */
export const sidewaysScroll = (page: Page): Promise<readonly string[]> =>
  // As text: it runs in the browser, and this project's types are those of Node.
  page.evaluate(`[document.documentElement, document.body, ...document.querySelectorAll('header, nav, section, article')]
    .filter((part) => getComputedStyle(part).visibility === 'visible' && part.scrollWidth > part.clientWidth + 1)
    .filter((part) => part.clientWidth > 0)
    .map((part) => part.tagName + ' ' + (part.getAttribute('aria-label') ?? part.className) + ': ' + part.scrollWidth + ' > ' + part.clientWidth)`);

/** Saves a screenshot in the folder `SCREENSHOTS`; nothing without it. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
