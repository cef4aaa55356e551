import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { parse } from 'yaml';
import { type Pki, ensurePki } from './ensurePki';
import { writeKubeconfig } from './writeKubeconfig';

const ada = { commonName: 'cairn:ada', organizations: ['cairn:payments'] };

describe('ensurePki', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'cairn-pki-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  /** Serves one TLS request the way the API server does and answers what the server saw. */
  async function handshake(pki: Pki, host: string, client?: Pki) {
    const server = createServer(
      {
        cert: pki.serving.certificate,
        key: pki.serving.key,
        ca: pki.caCertificate,
        requestCert: true,
        rejectUnauthorized: false,
      },
      (request, response) => {
        const socket = request.socket as TLSSocket;
        response.end(
          JSON.stringify({
            authorized: socket.authorized,
            subject: socket.getPeerCertificate().subject,
          }),
        );
      },
    );
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const identity = await (client ?? pki).clientCertificate({
      ...ada,
      organizations: ['cairn:payments', 'cairn:fernhill'],
    });
    try {
      return await new Promise<{ authorized: boolean; subject: unknown }>(
        (resolve, reject) => {
          get(
            {
              host: '127.0.0.1',
              servername: host,
              port: (server.address() as AddressInfo).port,
              ca: pki.caCertificate,
              cert: identity.certificate,
              key: identity.key,
              agent: false,
            },
            async response => {
              let text = '';
              for await (const chunk of response) text += chunk;
              resolve(JSON.parse(text));
            },
          ).on('error', reject);
        },
      );
    } finally {
      server.close();
    }
  }

  it('makes certificates that TLS accepts on both sides', async () => {
    const pki = await ensurePki(dir);
    expect(await handshake(pki, 'localhost')).toEqual({
      authorized: true,
      subject: { CN: 'cairn:ada', O: ['cairn:payments', 'cairn:fernhill'] },
    });
    const serving = new X509Certificate(pki.serving.certificate);
    expect(serving.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(serving.checkIP('::1')).toBeDefined();
    expect(serving.checkHost('elsewhere.example')).toBeUndefined();
  });

  it('does not trust a client of another authority', async () => {
    const other = await mkdtemp(join(tmpdir(), 'cairn-pki-'));
    try {
      const seen = await handshake(
        await ensurePki(dir),
        'localhost',
        await ensurePki(other),
      );
      expect(seen.authorized).toBe(false);
    } finally {
      await rm(other, { recursive: true });
    }
  });

  it('reuses what it finds and keeps it private', async () => {
    const first = await ensurePki(dir);
    const firstClient = await first.clientCertificate(ada);
    const second = await ensurePki(dir);
    expect(second.caCertificate).toBe(first.caCertificate);
    expect(second.serving).toEqual(first.serving);
    expect(second.serviceAccountKey.keyId).toBe(first.serviceAccountKey.keyId);
    expect(await second.clientCertificate(ada)).toEqual(firstClient);
    for (const file of ['ca.key', 'server.key', 'service-account.key']) {
      // eslint-disable-next-line no-bitwise
      expect((await stat(join(dir, file))).mode & 0o777).toBe(0o600);
    }
  });

  it('renews leaves before they expire, and all when the root nears its end', async () => {
    const first = await ensurePki(dir);
    const in320Days = new Date(Date.now() + 320 * 86_400_000);
    const renewed = await ensurePki(dir, { now: () => in320Days });
    expect(renewed.caCertificate).toBe(first.caCertificate);
    expect(renewed.serving).not.toEqual(first.serving);
    const in10Years = new Date(Date.now() + 3400 * 86_400_000);
    const afresh = await ensurePki(dir, { now: () => in10Years });
    expect(afresh.caCertificate).not.toBe(first.caCertificate);
    expect(
      new X509Certificate(afresh.serving.certificate).verify(
        new X509Certificate(afresh.caCertificate).publicKey,
      ),
    ).toBe(true);
  });

  it('makes a cut-short or foreign file anew, and one that misses a host', async () => {
    const first = await ensurePki(dir);
    await writeFile(join(dir, 'server.crt'), 'not a certificate');
    const mended = await ensurePki(dir);
    expect(mended.serving).not.toEqual(first.serving);
    const wider = await ensurePki(dir, { hosts: ['cairn.test'] });
    expect(
      new X509Certificate(wider.serving.certificate).checkHost('cairn.test'),
    ).toBe('cairn.test');
  });

  it('writes a kubeconfig with everything inside', async () => {
    const pki = await ensurePki(dir);
    const path = join(dir, 'people', 'ada.kubeconfig');
    const credentials = await pki.clientCertificate(ada);
    await writeKubeconfig({
      path,
      cluster: 'sandbox',
      user: 'cairn:ada',
      server: 'https://127.0.0.1:7443',
      caCertificate: pki.caCertificate,
      credentials,
      namespace: 'payments-dev',
    });
    const config = parse(await readFile(path, 'utf8'));
    expect(config['current-context']).toBe('sandbox');
    expect(config.contexts[0].context.namespace).toBe('payments-dev');
    expect(
      Buffer.from(config.users[0].user['client-key-data'], 'base64').toString(),
    ).toBe(credentials.key);
  });
});
