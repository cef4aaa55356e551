import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Browser, hidden } from '../__testUtils__/Browser';
import { git, type TestHost } from '../__testUtils__/TestHost';
import { TestSignIn } from '../__testUtils__/TestSignIn';

// Many real processes, on computers that have other things to do.
jest.setTimeout(120_000);

describe('the pages', () => {
  let host: TestHost;
  let signIn: TestSignIn;

  beforeAll(async () => {
    signIn = await TestSignIn.start();
    host = signIn.host;
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

  afterAll(() => signIn.stop());

  const csrfIn = (text: string) => hidden(text, 'csrf');

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

  it('lead from where Backstage would edit a file to the file', async () => {
    const browser = new Browser();
    const opened = await browser.open(
      `${host.url}/payments/shop/_edit/main/README.md`,
    );
    expect(opened.at).toBe(
      `${host.url}/payments/shop/src/branch/main/README.md`,
    );
    expect(opened.response.status).toBe(200);
  });

  it('merge for those who may, when they mean it', async () => {
    const path = '/payments/shop/pulls/1';
    const ben = await signIn.signedIn('ben', path);
    expect(ben.text).not.toContain('>Merge<');
    const outsider = await ben.browser.open(`${host.url}${path}/merge`, {
      csrf: csrfIn(ben.text),
    });
    expect(outsider.response.status).toBe(403);

    const carla = await signIn.signedIn('carla', path);
    expect(carla.text).toContain('>Merge</button>');
    const forged = await carla.browser.open(`${host.url}${path}/merge`, {
      csrf: csrfIn(ben.text),
    });
    expect(forged.response.status).toBe(403);
    const head = hidden(carla.text, 'head');
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
