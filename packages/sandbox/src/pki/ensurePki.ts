import { X509Certificate, createHash, createPrivateKey } from 'node:crypto';
import { join } from 'node:path';
import {
  CertificateAuthority,
  type ClientSubject,
  type IssuedCertificate,
} from './CertificateAuthority';
import {
  type KeyPair,
  generateKeyPair,
  keyPairFromPem,
  privateKeyToPem,
} from './keyPair';
import { readIfPresent, writeSecretFile } from './secretFile';

const DAY = 24 * 60 * 60 * 1000;
const LIFETIME_DAYS = 365;
/** Leaf certificates with less time left than this are renewed at start. */
const RENEW_BEFORE_DAYS = 60;
/** The root lives ten years and is made anew, with all it signed, a year before its end. */
const RENEW_ROOT_BEFORE_DAYS = 365;

/** Names the server certificate always holds. */
export const servingHosts = [
  '127.0.0.1',
  '::1',
  'localhost',
  'kubernetes',
  'kubernetes.default',
  'kubernetes.default.svc',
];

/** Keys and certificates of the sandbox's API server. */
export interface Pki {
  /** Root certificate, PEM. */
  caCertificate: string;
  /** Certificate and key the API server serves with, PEM. */
  serving: IssuedCertificate;
  /** Signs ServiceAccount tokens (ES256). */
  serviceAccountKey: KeyPair & { keyId: string };
  /** A client certificate for this subject; kept in a file and reused until it nears its end. */
  clientCertificate(subject: ClientSubject): Promise<IssuedCertificate>;
}

/**
 * Makes or takes up the keys and certificates in `dir`: `ca.{crt,key}`,
 * `server.{crt,key}`, `service-account.key`, `clients/*.{crt,key}`, each
 * readable by its owner only. A certificate that nears its end, does not fit
 * its key, was signed by another root or misses a name is made anew.
 *
 * @param dir - Folder of the sandbox's keys.
 * @param options - Further host names of the server; the time it is (for tests).
 */
export async function ensurePki(
  dir: string,
  options: { hosts?: string[]; now?: () => Date } = {},
): Promise<Pki> {
  const now = options.now ?? (() => new Date());
  const authority = await ensureAuthority(dir, now());
  const hosts = [...new Set([...servingHosts, ...(options.hosts ?? [])])];

  const serving = await ensureLeaf({
    path: join(dir, 'server'),
    authority,
    now: now(),
    fits: certificate =>
      hosts.every(host =>
        host.includes(':') || /^[\d.]+$/.test(host)
          ? certificate.checkIP(host)
          : certificate.checkHost(host),
      ),
    issue: () =>
      authority.issueServer({ hosts, days: LIFETIME_DAYS, now: now() }),
  });

  return {
    caCertificate: authority.certificate,
    serving,
    serviceAccountKey: await ensureServiceAccountKey(dir),
    clientCertificate: subject =>
      ensureLeaf({
        path: join(dir, 'clients', fileName(subject)),
        authority,
        now: now(),
        fits: () => true,
        issue: () =>
          authority.issueClient({ subject, days: LIFETIME_DAYS, now: now() }),
      }),
  };
}

/** One name for one subject; the hash keeps names apart that look alike as files. */
function fileName(subject: ClientSubject): string {
  const hash = createHash('sha256')
    .update(
      JSON.stringify([
        subject.commonName,
        [...new Set(subject.organizations)].sort(),
      ]),
    )
    .digest('hex')
    .slice(0, 12);
  return `${subject.commonName.replace(/[^a-zA-Z0-9.-]+/g, '-')}-${hash}`;
}

async function ensureAuthority(
  dir: string,
  now: Date,
): Promise<CertificateAuthority> {
  const kept = await readPair(join(dir, 'ca'));
  if (kept && isUsable(kept, now, RENEW_ROOT_BEFORE_DAYS)) {
    return CertificateAuthority.load(kept);
  }
  const authority = await CertificateAuthority.create({
    commonName: 'cairn-sandbox-ca',
    now,
  });
  await writePair(join(dir, 'ca'), {
    certificate: authority.certificate,
    key: await authority.privateKey(),
  });
  return authority;
}

async function ensureLeaf(options: {
  path: string;
  authority: CertificateAuthority;
  now: Date;
  fits: (certificate: X509Certificate) => unknown;
  issue: () => Promise<IssuedCertificate>;
}): Promise<IssuedCertificate> {
  const kept = await readPair(options.path);
  if (
    kept &&
    isUsable(kept, options.now, RENEW_BEFORE_DAYS) &&
    (await options.authority.signed(kept.certificate)) &&
    options.fits(new X509Certificate(kept.certificate))
  ) {
    return kept;
  }
  const issued = await options.issue();
  await writePair(options.path, issued);
  return issued;
}

async function ensureServiceAccountKey(
  dir: string,
): Promise<KeyPair & { keyId: string }> {
  const path = join(dir, 'service-account.key');
  const kept = await readIfPresent(path);
  const keys = kept ? await keyPairFromPem(kept) : await generateKeyPair();
  if (!kept)
    await writeSecretFile(path, await privateKeyToPem(keys.privateKey));
  const spki = await crypto.subtle.exportKey('spki', keys.publicKey);
  const keyId = createHash('sha256')
    .update(Buffer.from(spki))
    .digest('base64url');
  return { ...keys, keyId };
}

async function readPair(path: string): Promise<IssuedCertificate | undefined> {
  const [certificate, key] = await Promise.all([
    readIfPresent(`${path}.crt`),
    readIfPresent(`${path}.key`),
  ]);
  return certificate && key ? { certificate, key } : undefined;
}

/** The key goes first: a certificate on disk always has its key beside it. */
async function writePair(path: string, pair: IssuedCertificate): Promise<void> {
  await writeSecretFile(`${path}.key`, pair.key);
  await writeSecretFile(`${path}.crt`, pair.certificate);
}

function isUsable(
  pair: IssuedCertificate,
  now: Date,
  renewBeforeDays: number,
): boolean {
  try {
    const certificate = new X509Certificate(pair.certificate);
    const left = Date.parse(certificate.validTo) - now.getTime();
    return (
      left > renewBeforeDays * DAY &&
      certificate.checkPrivateKey(createPrivateKey(pair.key))
    );
  } catch {
    // A file somebody cut short is as good as none.
    return false;
  }
}
