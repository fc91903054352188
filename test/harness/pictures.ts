import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { keepPicture, PHONE, sidewaysScroll } from './browser.ts';

const TABS_ZH = { Map: '地图', Alerts: '告警', Device: '设备', Ledger: '台账' } as const;

/** One part of the page, wide and on a phone, in both languages; asserts for each that nothing scrolls sideways. */
export async function takePictures(page: Page, name: string, tab: keyof typeof TABS_ZH): Promise<void> {
  const wide = page.viewportSize() ?? PHONE;
  for (const language of ['en', 'zh'] as const) {
    if (language === 'zh') await page.getByRole('button', { name: '中文' }).click();
    await page.locator(`html[lang="${language === 'zh' ? 'zh-CN' : 'en'}"]`).waitFor();
    const word = language === 'zh' ? TABS_ZH[tab] : tab;
    await keepPicture(page, `${name}-wide-${language}`);
    expect(await sidewaysScroll(page), `${name} wide ${language}`).toEqual([]);
    await page.setViewportSize(PHONE);
    await page.getByRole('navigation').getByRole('button', { name: word }).last().click();
    await page.getByRole('region', { name: word }).first().waitFor();
    await keepPicture(page, `${name}-phone-${language}`);
    expect(await sidewaysScroll(page), `${name} phone ${language}`).toEqual([]);
    await page.setViewportSize(wide);
  }
  await page.getByRole('button', { name: 'English' }).click();
  await page.locator('html[lang="en"]').waitFor();
}
