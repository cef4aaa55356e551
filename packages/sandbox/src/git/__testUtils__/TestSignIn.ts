import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { Pool } from 'pg';
import { type Issuer, startIssuer } from '../../identity';
import { Browser } from './Browser';
import { databaseUrl, TestHost } from './TestHost';

/** A git host whose pages people sign in to, with the issuer they do it at. */
export class TestSignIn {
  private constructor(
    readonly host: TestHost,
    private readonly issuer: Issuer,
    private readonly pool: Pool,
  ) {}

  static async start(): Promise<TestSignIn> {
    const port = await freePort();
    const issuerPort = await freePort();
    const host = await TestHost.start(port);
    const pool = new Pool({ connectionString: databaseUrl(host.database) });
    const issuer = await startIssuer({
      port: issuerPort,
      dataDir: host.dir,
      portalUrl: 'http://localhost:7007',
      gitUrl: `http://localhost:${port}`,
      pool,
      log: () => {},
    });
    const client = JSON.parse(
      await readFile(join(host.dir, 'git-oidc-client.json'), 'utf8'),
    );
    await host.restart({ issuerUrl: issuer.url, ...client });
    return new TestSignIn(host, issuer, pool);
  }

  async stop(): Promise<void> {
    await this.issuer.stop();
    await this.pool.end();
    await this.host.stop();
  }

  /** Signs somebody in on the way to a page. */
  async signedIn(person: string, path: string) {
    const browser = new Browser();
    const back = encodeURIComponent(path);
    const choice = await browser.open(`${this.host.url}/login?back=${back}`);
    const done = await browser.open(choice.at, { person });
    if (done.at !== this.host.url + path) {
      throw new Error(`Signing in led to ${done.at}`);
    }
    return { browser, text: done.text };
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
