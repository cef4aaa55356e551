import type { Browser, BrowserContext, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { cairn } from './cairn';

/** The people of the demo organisation. */
export const people = {
  ada: 'Ada Okafor',
  ben: 'Ben Lindqvist',
  carla: 'Carla Mendes',
  dev: 'Dev Raman',
  erin: 'Erin Walsh',
} as const;

/** Name of a demo person. */
export type Person = keyof typeof people;

type StoredState = Awaited<ReturnType<BrowserContext['storageState']>>;
const sessions = new Map<Person, StoredState>();

/** Signs in through the portal's own page and the issuer's, as a person does. */
export async function signIn(page: Page, person: Person): Promise<void> {
  await page.goto(cairn().url);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: new RegExp(people[person]) }).click();
  await expect(
    page.getByRole('navigation', { name: 'Main' }).first(),
  ).toBeVisible();
}

/** A page on which this person is signed in; the sign-in is done once per run. */
export async function pageAs(
  browser: Browser,
  person: Person,
  options: {
    colorScheme?: 'light' | 'dark';
    /** Where the page is opened; the home page otherwise. */
    path?: string;
  } = {},
): Promise<Page> {
  if (!sessions.has(person)) {
    const context = await browser.newContext();
    const page = await context.newPage();
    await signIn(page, person);
    sessions.set(person, await context.storageState());
    await context.close();
  }
  const { path = '/', ...contextOptions } = options;
  const context = await browser.newContext({
    ...contextOptions,
    storageState: sessions.get(person),
  });
  const page = await context.newPage();
  await page.goto(`${cairn().url}${path}`);
  await expect(
    page.getByRole('navigation', { name: 'Main' }).first(),
  ).toBeVisible();
  return page;
}
