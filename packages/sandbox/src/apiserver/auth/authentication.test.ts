import { generateKeyPairSync } from 'node:crypto';
import { SignJWT } from 'jose';
import { createAuthenticator } from './createAuthenticator';
import { ServiceAccountTokens } from './ServiceAccountTokens';

const usages: KeyUsage[] = ['sign', 'verify'];
const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };

async function setUp() {
  const keys = (await crypto.subtle.generateKey(
    algorithm,
    true,
    usages,
  )) as CryptoKeyPair;
  const accounts = new Map([['cairn-system/cairn-portal', 'uid-1']]);
  let now = new Date('2026-01-01T00:00:00Z');
  const tokens = new ServiceAccountTokens({
    ...keys,
    keyId: 'one',
    uidOf: (namespace, name) => accounts.get(`${namespace}/${name}`),
    now: () => now,
  });
  const authenticator = createAuthenticator({
    serviceAccountTokens: tokens,
    staticTokens: [
      { token: 'fixed', user: { username: 'controller', groups: ['g'] } },
    ],
  });
  const bearer = (token: string) =>
    authenticator.authenticate({ authorization: `Bearer ${token}` });
  return {
    accounts,
    authenticator,
    bearer,
    keys,
    tokens,
    wait: (seconds: number) => {
      now = new Date(now.getTime() + seconds * 1000);
    },
  };
}

const portal = {
  namespace: 'cairn-system',
  name: 'cairn-portal',
  uid: 'uid-1',
};

describe('createAuthenticator', () => {
  it('takes certificates, service account tokens and fixed tokens', async () => {
    const { authenticator, bearer, tokens } = await setUp();
    expect(
      await authenticator.authenticate({
        certificate: {
          commonName: 'cairn:ada',
          organizations: ['cairn:payments'],
        },
      }),
    ).toEqual({
      outcome: 'user',
      user: {
        username: 'cairn:ada',
        groups: ['cairn:payments', 'system:authenticated'],
      },
    });
    expect(await bearer('fixed')).toMatchObject({
      user: { username: 'controller', groups: ['g', 'system:authenticated'] },
    });
    const { token, expirationTimestamp } = await tokens.issue(portal);
    expect(expirationTimestamp).toBe('2026-01-01T01:00:00Z');
    expect(await bearer(token)).toEqual({
      outcome: 'user',
      user: {
        username: 'system:serviceaccount:cairn-system:cairn-portal',
        uid: 'uid-1',
        groups: [
          'system:serviceaccounts',
          'system:serviceaccounts:cairn-system',
          'system:authenticated',
        ],
        extra: {
          'authentication.kubernetes.io/credential-id': [
            expect.stringMatching(/^JTI=/),
          ],
        },
      },
    });
  });

  it('is anonymous without credentials, and invalid with ones nobody knows', async () => {
    const { authenticator, bearer } = await setUp();
    expect(await authenticator.authenticate({})).toEqual({
      outcome: 'anonymous',
    });
    expect(
      await authenticator.authenticate({ authorization: 'Basic eDp5' }),
    ).toEqual({ outcome: 'anonymous' });
    expect(await bearer('unknown')).toEqual({ outcome: 'invalid' });
    expect(await bearer('a.b.c')).toEqual({ outcome: 'invalid' });
  });

  it('refuses tokens that expired, are for others, or of accounts that are gone', async () => {
    const { accounts, bearer, tokens, wait } = await setUp();
    const { token } = await tokens.issue(portal);
    const elsewhere = await tokens.issue({ ...portal, audiences: ['vault'] });
    expect(await bearer(elsewhere.token)).toEqual({ outcome: 'invalid' });
    expect(await tokens.verify(elsewhere.token, ['vault'])).toBeDefined();

    accounts.set('cairn-system/cairn-portal', 'uid-2');
    expect(await bearer(token)).toEqual({ outcome: 'invalid' });
    accounts.delete('cairn-system/cairn-portal');
    expect(await bearer(token)).toEqual({ outcome: 'invalid' });

    accounts.set('cairn-system/cairn-portal', 'uid-1');
    expect(await bearer(token)).toMatchObject({ outcome: 'user' });
    wait(3601);
    expect(await bearer(token)).toEqual({ outcome: 'invalid' });
  });

  it('refuses tokens signed by others, unsigned ones, and other algorithms', async () => {
    const { bearer } = await setUp();
    const other = await setUp();
    expect(await bearer((await other.tokens.issue(portal)).token)).toEqual({
      outcome: 'invalid',
    });
    const claims = {
      iss: 'https://kubernetes.default.svc',
      aud: 'https://kubernetes.default.svc',
      sub: 'system:serviceaccount:cairn-system:cairn-portal',
      exp: 4e9,
      'kubernetes.io': {
        namespace: 'cairn-system',
        serviceaccount: { name: 'cairn-portal', uid: 'uid-1' },
      },
    };
    const part = (content: object) =>
      Buffer.from(JSON.stringify(content)).toString('base64url');
    expect(await bearer(`${part({ alg: 'none' })}.${part(claims)}.`)).toEqual({
      outcome: 'invalid',
    });
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const rsa = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256' })
      .sign(privateKey);
    expect(await bearer(rsa)).toEqual({ outcome: 'invalid' });
  });

  it('refuses a token whose subject is not its service account', async () => {
    const { bearer, keys } = await setUp();
    const token = await new SignJWT({
      'kubernetes.io': {
        namespace: 'cairn-system',
        serviceaccount: { name: 'cairn-portal', uid: 'uid-1' },
      },
    })
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer('https://kubernetes.default.svc')
      .setAudience('https://kubernetes.default.svc')
      .setSubject('system:admin')
      .setExpirationTime(4e9)
      .sign(keys.privateKey);
    expect(await bearer(token)).toEqual({ outcome: 'invalid' });
  });
});
