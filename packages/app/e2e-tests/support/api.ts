import type { Page } from '@playwright/test';
import { cairn } from './cairn';

/** An answer of the portal's own API. */
export interface PortalAnswer {
  status: number;
  body: Record<string, unknown>;
  text: string;
}

/**
 * Calls the portal's API as the person who is signed in on the page, with the very token the pages use,
 * so that a test can try what no button offers.
 */
export async function callPortal(
  page: Page,
  method: string,
  apiPath: string,
  body?: string,
): Promise<PortalAnswer> {
  const refreshed = await page.request.get(
    `${cairn().url}/api/auth/oidc/refresh?env=default`,
    { headers: { 'x-requested-with': 'XMLHttpRequest' } },
  );
  const session = (await refreshed.json()) as {
    backstageIdentity: { token: string };
  };
  const response = await page.request.fetch(`${cairn().url}/api${apiPath}`, {
    method,
    headers: {
      authorization: `Bearer ${session.backstageIdentity.token}`,
      'content-type': 'application/json',
    },
    data: body,
  });
  const text = await response.text();
  let parsed: Record<string, unknown> = {};
  try {
    parsed = JSON.parse(text) as Record<string, unknown>;
  } catch {
    // Not every answer has a body.
  }
  return { status: response.status(), body: parsed, text };
}
