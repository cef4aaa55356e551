import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { Client, Pool } from 'pg';
import { type Issuer, startIssuer } from './startIssuer';

const adminUrl =
  process.env.CAIRN_TEST_POSTGRES_URL ??
  'postgres://postgres:postgres@127.0.0.1:5432/postgres';
const portalUrl = 'http://localhost:7007';
const redirectUri = `${portalUrl}/api/auth/oidc/handler/frame`;

/** A browser as far as signing in needs one: keeps cookies, follows by hand. */
class Browser {
  private readonly cookies = new Map<string, string>();

  async open(url: string, form?: Record<string, string>): Promise<Response> {
    const response = await fetch(url, {
      redirect: 'manual',
      method: form ? 'POST' : 'GET',
      body: form && new URLSearchParams(form),
      headers: {
        cookie: [...this.cookies].map(pair => pair.join('=')).join('; '),
      },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split(/=(.*)/s);
      if (value) this.cookies.set(name, value);
      else this.cookies.delete(name);
    }
    return response;
  }

  /** Follows redirections until a page comes or the portal is reached. */
  async follow(url: string, form?: Record<string, string>) {
    let response = await this.open(url, form);
    let at = url;
    while (response.status >= 300 && response.status < 400) {
      at = new URL(response.headers.get('location') ?? '', at).href;
      if (at.startsWith(portalUrl)) return { at, response };
      response = await this.open(at);
    }
    return { at, response };
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

describe('startIssuer', () => {
  const database = `issuer_${randomUUID().replaceAll('-', '')}`;
  let admin: Client;
  let pool: Pool;
  let dataDir: string;
  let port: number;
  let issuer: Issuer;
  let client: { clientId: string; clientSecret: string };

  const start = () =>
    startIssuer({ port, dataDir, portalUrl, pool, log: () => {} });

  beforeAll(async () => {
    admin = new Client({ connectionString: adminUrl });
    await admin.connect();
    await admin.query(`CREATE DATABASE ${database}`);
    const url = new URL(adminUrl);
    url.pathname = `/${database}`;
    pool = new Pool({ connectionString: url.href });
    dataDir = await mkdtemp(join(tmpdir(), 'cairn-issuer-'));
    port = await freePort();
    issuer = await start();
    client = JSON.parse(
      await readFile(join(dataDir, 'oidc-client.json'), 'utf8'),
    );
  });

  afterAll(async () => {
    await issuer.stop();
    await pool.end();
    await admin.query(`DROP DATABASE ${database}`);
    await admin.end();
    await rm(dataDir, { recursive: true });
  });

  const verifier = randomBytes(32).toString('base64url');
  const authorizeUrl = (extra: Record<string, string> = {}) => {
    const url = new URL(`${issuer.url}/auth`);
    url.search = new URLSearchParams({
      client_id: client.clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      scope: 'openid profile email',
      state: 'some-state',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...extra,
    }).toString();
    return url.href;
  };

  const token = (form: Record<string, string>) =>
    fetch(`${issuer.url}/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(
          `${client.clientId}:${client.clientSecret}`,
        ).toString('base64')}`,
      },
      body: new URLSearchParams(form),
    });

  async function signIn(browser: Browser, person: string) {
    const choice = await browser.follow(authorizeUrl());
    expect(choice.at).toContain('/interaction/');
    const done = await browser.follow(choice.at, { person });
    const result = new URL(done.at);
    expect(result.origin + result.pathname).toBe(redirectUri);
    expect(result.searchParams.get('state')).toBe('some-state');
    const response = await token({
      grant_type: 'authorization_code',
      code: result.searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: verifier,
    });
    expect(response.status).toBe(200);
    return (await response.json()) as {
      id_token: string;
      access_token: string;
      refresh_token: string;
    };
  }

  it('signs a person in by authorization code with PKCE, and refreshes after a restart', async () => {
    const tokens = await signIn(new Browser(), 'ada');
    const keys = createRemoteJWKSet(new URL(`${issuer.url}/jwks`));
    const { payload, protectedHeader } = await jwtVerify(
      tokens.id_token,
      keys,
      { issuer: issuer.url, audience: client.clientId },
    );
    expect(protectedHeader.alg).toBe('RS256');
    const claims = {
      sub: 'ada',
      email: 'ada@cairn.example',
      email_verified: true,
      name: 'Ada Okafor',
      preferred_username: 'ada',
      groups: ['payments'],
    };
    expect(payload).toMatchObject(claims);

    await issuer.stop();
    issuer = await start();
    const refreshed = await token({
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
    });
    expect(refreshed.status).toBe(200);
    const { access_token: accessToken } = await refreshed.json();
    const userinfo = await fetch(`${issuer.url}/me`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(await userinfo.json()).toEqual(claims);
  });

  it('lets another person sign in next, with tokens of their own', async () => {
    const browser = new Browser();
    await signIn(browser, 'ada');
    const { id_token: idToken } = await signIn(browser, 'ben');
    const keys = createRemoteJWKSet(new URL(`${issuer.url}/jwks`));
    const { payload } = await jwtVerify(idToken, keys);
    expect(payload).toMatchObject({ sub: 'ben', groups: ['logistics'] });

    const silent = await browser.follow(authorizeUrl({ prompt: 'none' }));
    expect(new URL(silent.at).searchParams.get('code')).toBeTruthy();
    for (const prompt of ['login', 'select_account']) {
      const asked = await browser.follow(authorizeUrl({ prompt }));
      expect(asked.at).toContain('/interaction/');
    }
  });

  it('signs out on request of the portal', async () => {
    const browser = new Browser();
    const { id_token: idToken } = await signIn(browser, 'carla');
    const url = new URL(`${issuer.url}/session/end`);
    url.search = new URLSearchParams({
      id_token_hint: idToken,
      post_logout_redirect_uri: portalUrl,
    }).toString();
    const asked = await (await browser.open(url.href)).text();
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(asked)?.[1] ?? '';
    const done = await browser.follow(`${issuer.url}/session/end/confirm`, {
      xsrf,
      logout: 'yes',
    });
    expect(done.at).toBe(`${portalUrl}/`);
    const silent = await browser.follow(authorizeUrl({ prompt: 'none' }));
    expect(new URL(silent.at).searchParams.get('error')).toBe('login_required');
  });

  it('refuses what is not right, on pages without a stack trace', async () => {
    const foreign = await new Browser().open(
      authorizeUrl({ redirect_uri: 'http://localhost:9999/steal' }),
    );
    expect(foreign.status).toBe(400);
    expect(foreign.headers.get('content-security-policy')).toContain(
      "default-src 'none'",
    );
    const text = await foreign.text();
    expect(text).toContain('Signing in did not work');
    expect(text).not.toMatch(/\bat .*\.js:\d+/);

    const withoutPkce = new URL(authorizeUrl());
    withoutPkce.searchParams.delete('code_challenge');
    withoutPkce.searchParams.delete('code_challenge_method');
    const refused = await new Browser().follow(withoutPkce.href);
    expect(new URL(refused.at).searchParams.get('error')).toBe(
      'invalid_request',
    );

    const expired = await fetch(`${issuer.url}/interaction/none-such`);
    expect(expired.status).toBe(400);
    expect(await expired.text()).toContain('This sign-in has expired');

    const browser = new Browser();
    const choice = await browser.follow(authorizeUrl());
    const nobody = await browser.follow(choice.at, { person: '<mallory>' });
    expect(nobody.response.status).toBe(400);

    const response = await fetch(`${issuer.url}/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(
          `${client.clientId}:wrong`,
        ).toString('base64')}`,
      },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: 'x',
      }),
    });
    expect(response.status).toBe(401);
  });

  it('keeps its secrets to the owner of the files', async () => {
    for (const file of ['oidc-client.json', join('identity', 'keys.json')]) {
      const { mode } = await stat(join(dataDir, file));
      expect(mode & 0o777).toBe(0o600);
    }
  });

  it('shows everybody on a page without script', async () => {
    const browser = new Browser();
    const { response } = await browser.follow(authorizeUrl());
    const text = await response.text();
    for (const name of ['Ada Okafor', 'Ben Lindqvist', 'Erin Walsh']) {
      expect(text).toContain(name);
    }
    expect(text).not.toContain('<script');
    const csp = response.headers.get('content-security-policy') ?? '';
    const style = /<style>([^<]*)<\/style>/.exec(text)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(csp).toContain(`'sha256-${hash}'`);
  });
});
