import { CommandFailure, NO_ANSWER, UNUSABLE } from './exitCodes';
import type { Terminal } from './Terminal';

const TIMEOUT_MS = 20_000;

/** Where the portal is, and who asks. */
export interface PortalOptions {
  /** Its address. */
  portal?: string;
  /** The name of the variable that holds the token; never the token itself, which others could see. */
  tokenEnv: string;
}

/** Sends JSON to the portal. Redirects are not followed: they would carry the token along. */
export async function askPortal(
  terminal: Terminal,
  options: PortalOptions,
  request: { method: string; path: string; body?: unknown },
): Promise<unknown> {
  const address = options.portal ?? terminal.env.CAIRN_PORTAL_URL;
  if (!address || !/^https?:/.test(address) || !URL.canParse(address)) {
    throw new CommandFailure(
      'Name the portal: --portal https://portal.example, or CAIRN_PORTAL_URL.',
      UNUSABLE,
    );
  }
  const token = terminal.env[options.tokenEnv];
  if (!token) {
    throw new CommandFailure(
      `The variable ${options.tokenEnv} holds no token. Set it, or name another one: --token-env NAME.`,
      UNUSABLE,
    );
  }
  const portal = address.replace(/\/+$/, '');
  let response: Response;
  try {
    response = await terminal.fetch(`${portal}${request.path}`, {
      method: request.method,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token}`,
        ...(request.body !== undefined && {
          'content-type': 'application/json',
        }),
      },
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
    });
  } catch {
    throw new CommandFailure(`${portal} does not answer.`, NO_ANSWER);
  }
  const text = await response.text();
  let body: unknown;
  try {
    body = text ? JSON.parse(text) : undefined;
  } catch {
    body = undefined;
  }
  if (!response.ok) {
    const message = (body as { error?: { message?: unknown } } | undefined)
      ?.error?.message;
    throw new CommandFailure(
      `${portal} refused (${response.status})${
        typeof message === 'string' ? `: ${message}` : '.'
      }`,
      response.status === 400 ? UNUSABLE : NO_ANSWER,
    );
  }
  return body;
}
