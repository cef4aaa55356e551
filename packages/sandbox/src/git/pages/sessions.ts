import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';
import {
  type Request,
  type Reply,
  type Route,
  readBody,
} from '../http/Request';
import { HostError, type HostContext } from '../services/HostContext';
import type { Session } from '../stores/AccountStore';

/** How the pages sign people in. */
export interface SignIn {
  issuerUrl: string;
  clientId: string;
  clientSecret: string;
}

const SECONDS_TO_SIGN_IN = 600;
const tokens = z.looseObject({ id_token: z.string() });
const pending = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  back: z.string(),
});

const random = () => randomBytes(32).toString('base64url');

function cookieOf(request: Request, name: string): string | undefined {
  for (const pair of (request.raw.headers.cookie ?? '').split(/; */)) {
    if (pair.startsWith(`${name}=`)) return pair.slice(name.length + 1);
  }
  return undefined;
}

function cookie(name: string, value: string, seconds: number): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${seconds}`;
}

/** Cookies know no ports: the name keeps two hosts on one computer apart. */
const nameFor = (host: HostContext) =>
  `cairn_git_${new URL(host.publicUrl).port}`;

/** Who is signed in to the pages in this browser. */
export async function sessionOf(
  host: HostContext,
  request: Request,
): Promise<Session | undefined> {
  const secret = cookieOf(request, nameFor(host));
  return secret ? host.accounts.findSession(secret) : undefined;
}

/**
 * Reads a form of a signed-in person.
 *
 * @throws HostError 403 without the page's own token
 */
export async function signedForm(
  host: HostContext,
  request: Request,
): Promise<{ session: Session; form: URLSearchParams }> {
  const session = await sessionOf(host, request);
  const form = new URLSearchParams((await readBody(request)).toString('utf8'));
  const given = Buffer.from(form.get('csrf') ?? '');
  const wanted = Buffer.from(session?.csrf ?? '');
  if (
    !session ||
    given.length !== wanted.length ||
    !timingSafeEqual(given, wanted)
  ) {
    throw new HostError(
      403,
      'This page is too old, or you are signed out. Sign in, open it again and repeat what you did.',
    );
  }
  return { session, form };
}

/** Only a path of this host may be led back to. */
function localPath(text: string): string {
  return /^\/(?![/\\])[^\\\r\n]*$/.test(text) ? text : '/';
}

const redirect = (to: string, cookies: string[] = []): Reply => ({
  status: 303,
  headers: {
    Location: to,
    ...(cookies.length > 0 && { 'Set-Cookie': cookies }),
  },
});

/** Signing in by the issuer (authorization code with PKCE), and out. */
export function sessionRoutes(host: HostContext, signIn: SignIn): Route[] {
  const { issuerUrl, clientId, clientSecret } = signIn;
  const keys = createRemoteJWKSet(new URL(`${issuerUrl}/jwks`));
  const callback = () => `${host.publicUrl}/login/callback`;
  const pendingName = () => `${nameFor(host)}_sign_in`;

  const login = async (request: Request): Promise<Reply> => {
    const begun = {
      state: random(),
      nonce: random(),
      verifier: random(),
      back: localPath(request.url.searchParams.get('back') ?? '/'),
    };
    const url = new URL(`${issuerUrl}/auth`);
    url.search = new URLSearchParams({
      client_id: clientId,
      redirect_uri: callback(),
      response_type: 'code',
      scope: 'openid profile email',
      state: begun.state,
      nonce: begun.nonce,
      code_challenge: createHash('sha256')
        .update(begun.verifier)
        .digest('base64url'),
      code_challenge_method: 'S256',
    }).toString();
    const value = Buffer.from(JSON.stringify(begun)).toString('base64url');
    return redirect(url.href, [
      cookie(pendingName(), value, SECONDS_TO_SIGN_IN),
    ]);
  };

  const finish = async (request: Request): Promise<Reply> => {
    const failed = new HostError(
      400,
      'Signing in did not work. Go back and sign in again.',
    );
    const begun = readPending(cookieOf(request, pendingName()));
    const query = request.url.searchParams;
    const code = query.get('code');
    if (!begun || !code || query.get('state') !== begun.state) throw failed;
    const response = await fetch(`${issuerUrl}/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(
          `${clientId}:${clientSecret}`,
        ).toString('base64')}`,
      },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code,
        redirect_uri: callback(),
        code_verifier: begun.verifier,
      }),
    });
    if (!response.ok) throw failed;
    const { id_token: idToken } = tokens.parse(await response.json());
    const { payload } = await jwtVerify(idToken, keys, {
      issuer: issuerUrl,
      audience: clientId,
    }).catch(() => {
      throw failed;
    });
    if (payload.nonce !== begun.nonce) throw failed;
    const account = await host.accounts.find(payload.sub ?? '');
    if (account?.kind !== 'user') throw failed;
    const secret = await host.accounts.startSession(account);
    return redirect(begun.back, [
      cookie(nameFor(host), secret, 24 * 60 * 60),
      cookie(pendingName(), '', 0),
    ]);
  };

  const logout = async (request: Request): Promise<Reply> => {
    await signedForm(host, request);
    const secret = cookieOf(request, nameFor(host));
    if (secret) await host.accounts.endSession(secret);
    return redirect('/', [cookie(nameFor(host), '', 0)]);
  };

  return [
    { method: 'GET', pattern: '/login', handler: login },
    { method: 'GET', pattern: '/login/callback', handler: finish },
    { method: 'POST', pattern: '/logout', handler: logout },
  ];
}

function readPending(value: string | undefined) {
  if (!value) return undefined;
  try {
    const text = Buffer.from(value, 'base64url').toString('utf8');
    return pending.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
