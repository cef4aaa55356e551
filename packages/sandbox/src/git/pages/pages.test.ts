import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { Pool } from 'pg';
import { type Issuer, startIssuer } from '../../identity';
import { databaseUrl, git, TestHost } from '../__testUtils__/TestHost';

// Many real processes, on computers that have other things to do.
jest.setTimeout(120_000);

/** A browser as far as these pages need one: keeps cookies, follows by hand. */
class Browser {
  private readonly cookies = new Map<string, string>();

  async open(url: string, form?: Record<string, string>) {
    let at = url;
    let body = form && new URLSearchParams(form);
    for (;;) {
      const response = await fetch(at, {
        redirect: 'manual',
        method: body ? 'POST' : 'GET',
        body,
        headers: {
          cookie: [...this.cookies].map(pair => pair.join('=')).join('; '),
        },
      });
      for (const line of response.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';')[0] ?? '').split(
          /=(.*)/s,
        );
        this.cookies.set(name, value);
      }
      const location = response.headers.get('location');
      if (!location) {
        return { at, response, text: await response.text() };
      }
      at = new URL(location, at).href;
      body = undefined;
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

describe('the pages', () => {
  let host: TestHost;
  let issuer: Issuer;
  let pool: Pool;

  beforeAll(async () => {
    const port = await freePort();
    const issuerPort = await freePort();
    const publicUrl = `http://localhost:${port}`;
    host = await TestHost.start(port);
    pool = new Pool({ connectionString: databaseUrl(host.database) });
    issuer = await startIssuer({
      port: issuerPort,
      dataDir: host.dir,
      portalUrl: 'http://localhost:7007',
      gitUrl: publicUrl,
      pool,
      log: () => {},
    });
    const client = JSON.parse(
      await readFile(join(host.dir, 'git-oidc-client.json'), 'utf8'),
    );
    await host.restart({ issuerUrl: issuer.url, ...client });
    await host.api('ada', 'POST', '/orgs/payments/repos', {
      name: 'shop',
      description: '<script>alert(1)</script>',
      auto_init: true,
    });
    const content = Buffer.from('<b>&"\n').toString('base64');
    await host.api('ada', 'PUT', '/repos/payments/shop/contents/x.txt', {
      content,
      new_branch: 'change',
      message: '<img src=x>',
    });
    await host.api('ada', 'POST', '/repos/payments/shop/pulls', {
      title: '<i>A</i> change',
      body: '<u>Why</u>',
      head: 'change',
      base: 'main',
    });
  });

  afterAll(async () => {
    await issuer.stop();
    await pool.end();
    await host.stop();
  });

  async function signedIn(person: string, path: string) {
    const browser = new Browser();
    const back = encodeURIComponent(path);
    const choice = await browser.open(`${host.url}/login?back=${back}`);
    expect(choice.at).toContain('/interaction/');
    const done = await browser.open(choice.at, { person });
    expect(done.at).toBe(host.url + path);
    return { browser, text: done.text };
  }

  const csrfIn = (text: string) =>
    /name="csrf" value="([^"]*)"/.exec(text)?.[1] ?? '';

  it('show everything escaped, without scripts', async () => {
    const browser = new Browser();
    for (const path of [
      '/',
      '/payments',
      '/payments/shop',
      '/payments/shop/src/branch/change/x.txt',
      '/payments/shop/commits/branch/change',
      '/payments/shop/commit/change',
      '/payments/shop/pulls',
      '/payments/shop/pulls/1',
    ]) {
      const { response, text } = await browser.open(host.url + path);
      expect(response.status).toBe(200);
      expect(text).not.toMatch(/<(script|img|b|i|u)[ >]/);
      expect(response.headers.get('content-security-policy')).toMatch(
        /^default-src 'none'/,
      );
    }
    const missing = await browser.open(`${host.url}/payments/%3Cb%3E`);
    expect(missing.response.status).toBe(404);
    expect(missing.text).not.toContain('<b>');
  });

  it('merge for those who may, when they mean it', async () => {
    const path = '/payments/shop/pulls/1';
    const ben = await signedIn('ben', path);
    expect(ben.text).not.toContain('>Merge<');
    const outsider = await ben.browser.open(`${host.url}${path}/merge`, {
      csrf: csrfIn(ben.text),
    });
    expect(outsider.response.status).toBe(403);

    const carla = await signedIn('carla', path);
    expect(carla.text).toContain('>Merge</button>');
    const forged = await carla.browser.open(`${host.url}${path}/merge`, {
      csrf: csrfIn(ben.text),
    });
    expect(forged.response.status).toBe(403);
    const head = /name="head" value="([^"]*)"/.exec(carla.text)?.[1] ?? '';
    const csrf = csrfIn(carla.text);
    const closed = await carla.browser.open(`${host.url}${path}/close`, {
      csrf,
    });
    expect(closed.text).toContain('>Reopen</button>');
    await carla.browser.open(`${host.url}${path}/reopen`, { csrf });
    const stale = await carla.browser.open(`${host.url}${path}/merge`, {
      csrf,
      head: '0'.repeat(40),
    });
    expect(stale.response.status).toBe(409);
    const merged = await carla.browser.open(`${host.url}${path}/merge`, {
      csrf,
      head,
    });
    expect(merged.at).toBe(host.url + path);
    expect(merged.text).toContain('Merged by Carla Mendes.');
    const dir = await host.folder();
    await git(dir, 'clone', '-q', `${host.url}/payments/shop`, '.');
    expect(await readFile(join(dir, 'x.txt'), 'utf8')).toBe('<b>&"\n');
    const out = await carla.browser.open(`${host.url}/logout`, { csrf });
    expect(out.text).toContain('>Sign in</a>');
  });

  it('lead back to no other host', async () => {
    const browser = new Browser();
    const choice = await browser.open(`${host.url}/login?back=//evil.example`);
    const done = await browser.open(choice.at, { person: 'ada' });
    expect(done.at).toBe(`${host.url}/`);
    const bare = await new Browser().open(
      `${host.url}/login/callback?code=x&state=`,
    );
    expect(bare.response.status).toBe(400);
  });
});
