import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** Waits until what moves when the page or the window changes has come to rest. */
export async function rest(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise(resolve => {
      requestAnimationFrame(() => requestAnimationFrame(resolve));
    });
    await Promise.allSettled(
      document
        .getAnimations()
        // What pulses for ever, a spinner for example, is waited for in `settle`.
        .filter(
          ({ effect }) => effect?.getComputedTiming().endTime !== Infinity,
        )
        .map(({ finished }) => finished),
    );
  });
}

/** Longer than upstream's progress bar waits before it shows itself, in milliseconds. */
const quietFor = 400;

/**
 * Waits until the page says what it is about and nothing on it has been loading for a moment. The
 * network is no measure: a page that follows events asks again whenever something happens.
 */
export async function settle(page: Page, ready: RegExp): Promise<void> {
  await expect(page.getByRole('main').first()).toContainText(ready, {
    timeout: 30_000,
  });
  const loading = page
    .getByRole('status', { name: /^Loading/ })
    .or(page.getByRole('progressbar'));
  await expect(async () => {
    await expect(loading).toHaveCount(0);
    await page.waitForTimeout(quietFor);
    expect(await loading.count()).toBe(0);
  }).toPass({ timeout: 30_000 });
  await rest(page);
}
