import type { Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { callPortal } from '../../../packages/app/e2e-tests/support/api';

/** How fresh one kind of a cluster is, as the portal says it. */
export interface Source {
  state: string;
  staleSince?: string;
  error?: string;
}

/** The sources of the list of claims, asked for as the person of the page. */
export async function sources(page: Page): Promise<Source[]> {
  const { body, text } = await callPortal(page, 'GET', '/claims/claims');
  expect(body.sources, text).toBeDefined();
  return body.sources as Source[];
}

/** Their states, each once. */
export async function states(page: Page): Promise<string[]> {
  return [...new Set((await sources(page)).map(({ state }) => state))];
}
