// Keys and certificates of one platform: made once, renewed before they run out.
import { X509Certificate, generateKeyPairSync, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { isIP } from 'node:net';
import path from 'node:path';
import { ROOT } from '../options.mjs';

const DAY = 24 * 60 * 60 * 1000;
const LIFETIME = 825 * DAY;
/** Clocks differ; certificates start a little earlier. */
const BACKDATE = 5 * 60 * 1000;
const RENEW_BEFORE = 30 * DAY;
const EC = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** Where the API server is called from; 10.0.0.1 is its own Service. */
const HOSTS = [
  'localhost',
  '127.0.0.1',
  '10.0.0.1',
  'kubernetes.default.svc',
  'kubernetes.default.svc.cluster.local',
];

/**
 * Who speaks to the API server, by the names the parts have in a cluster. All that is not Kubernetes'
 * own is bound to cluster-admin there, or nearly so.
 */
const CLIENTS = {
  admin: { user: 'cairn-platform-admin', groups: ['system:masters'] },
  // Known to etcd only.
  'api-server': { user: 'kube-apiserver-etcd-client', groups: [] },
  'controller-manager': { user: 'system:kube-controller-manager', groups: [] },
  scheduler: { user: 'system:kube-scheduler', groups: [] },
  kwok: { user: 'kwok-controller', groups: ['system:masters'] },
  argocd: {
    user: 'system:serviceaccount:argocd:argocd-application-controller',
    groups: ['system:serviceaccounts:argocd', 'system:masters'],
  },
  'kyverno-reports': {
    user: 'system:serviceaccount:kyverno:kyverno-reports-controller',
    groups: ['system:serviceaccounts:kyverno', 'system:masters'],
  },
  'kyverno-admission': {
    user: 'system:serviceaccount:kyverno:kyverno-admission-controller',
    groups: ['system:serviceaccounts:kyverno', 'system:masters'],
  },
};

function loadX509() {
  const require = createRequire(
    path.join(ROOT, 'packages', 'sandbox', 'package.json'),
  );
  // x509 wires itself with tsyringe, which needs this polyfill to be there first.
  require('reflect-metadata');
  const x509 = require('@peculiar/x509');
  x509.cryptoProvider.set(crypto);
  return x509;
}

function write(file, text) {
  fs.writeFileSync(`${file}.new`, text, { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
}

/** Whether the certificate lies there with its key, is this authority's, and will hold a while. */
function holds(file, authority) {
  if (!fs.existsSync(`${file}.crt`) || !fs.existsSync(`${file}.key`))
    return false;
  const certificate = new X509Certificate(fs.readFileSync(`${file}.crt`));
  const left = Date.parse(certificate.validTo) - Date.now();
  return (
    left > RENEW_BEFORE &&
    (!authority || certificate.verify(authority.publicKey))
  );
}

function serialNumber() {
  const bytes = randomBytes(16);
  bytes[0] = (bytes[0] % 0x7f) + 1;
  return bytes.toString('hex');
}

const pem = async (type, key) =>
  `-----BEGIN ${type}-----\n${Buffer.from(
    await crypto.subtle.exportKey('pkcs8', key),
  )
    .toString('base64')
    .replace(/(.{64})/g, '$1\n')
    .trimEnd()}\n-----END ${type}-----\n`;

async function makeAuthority(file) {
  const x509 = loadX509();
  const keys = await crypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: ['cairn-platform'] }],
    notBefore: new Date(Date.now() - BACKDATE),
    notAfter: new Date(Date.now() + 3650 * DAY),
    keys,
    signingAlgorithm: EC,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  write(`${file}.key`, await pem('PRIVATE KEY', keys.privateKey));
  write(`${file}.crt`, `${root.toString('pem')}\n`);
}

async function issue(authorityFile, file, { name, usage, hosts }) {
  const x509 = loadX509();
  const root = new x509.X509Certificate(
    fs.readFileSync(`${authorityFile}.crt`, 'utf8'),
  );
  const signingKey = await crypto.subtle.importKey(
    'pkcs8',
    x509.PemConverter.decodeFirst(
      fs.readFileSync(`${authorityFile}.key`, 'utf8'),
    ),
    EC,
    false,
    ['sign'],
  );
  const keys = await crypto.subtle.generateKey(EC, true, ['sign', 'verify']);
  const extensions = [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage[usage]]),
    await x509.AuthorityKeyIdentifierExtension.create(root, false),
  ];
  if (hosts)
    extensions.push(
      new x509.SubjectAlternativeNameExtension(
        hosts.map(value => ({ type: isIP(value) ? 'ip' : 'dns', value })),
      ),
    );
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: name,
    issuer: root.subjectName,
    notBefore: new Date(Date.now() - BACKDATE),
    notAfter: new Date(Date.now() + LIFETIME),
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: EC,
    extensions,
  });
  write(`${file}.key`, await pem('PRIVATE KEY', keys.privateKey));
  write(`${file}.crt`, `${certificate.toString('pem')}\n`);
}

function ensureServiceAccountKey(folder) {
  const file = path.join(folder, 'service-accounts');
  if (fs.existsSync(`${file}.key`) && fs.existsSync(`${file}.pub`)) return;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  write(`${file}.pub`, publicKey);
  write(`${file}.key`, privateKey);
}

/**
 * Makes what is missing, and anew what will not hold another month.
 *
 * @param {string} folder
 * @returns {Promise<{ file: (name: string) => string, clients: string[] }>} `file('ca.crt')` and so on:
 *   `ca`, `serving` and each client have `.crt` and `.key`, `service-accounts` has `.key` and `.pub`
 */
export async function ensurePki(folder) {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const at = name => path.join(folder, name);
  if (!holds(at('ca'))) await makeAuthority(at('ca'));
  const authority = new X509Certificate(fs.readFileSync(at('ca.crt')));
  if (!holds(at('serving'), authority))
    await issue(at('ca'), at('serving'), {
      name: [{ CN: ['kube-apiserver'] }],
      usage: 'serverAuth',
      hosts: HOSTS,
    });
  for (const [client, { user, groups }] of Object.entries(CLIENTS)) {
    if (holds(at(client), authority)) continue;
    await issue(at('ca'), at(client), {
      name: [...groups.map(group => ({ O: [group] })), { CN: [user] }],
      usage: 'clientAuth',
    });
  }
  ensureServiceAccountKey(folder);
  return { file: at, clients: Object.keys(CLIENTS) };
}

/**
 * The text of a kubeconfig for one client, with everything in it.
 *
 * @param {{ file: (name: string) => string }} pki
 * @param {{ client: string, server: string, namespace?: string }} options
 */
export function kubeconfigFor(pki, { client, server, namespace = 'default' }) {
  const data = name => fs.readFileSync(pki.file(name)).toString('base64');
  return `apiVersion: v1
kind: Config
current-context: cairn-platform
clusters:
  - name: cairn-platform
    cluster:
      server: ${server}
      certificate-authority-data: ${data('ca.crt')}
contexts:
  - name: cairn-platform
    context: { cluster: cairn-platform, user: ${client}, namespace: ${namespace} }
users:
  - name: ${client}
    user:
      client-certificate-data: ${data(`${client}.crt`)}
      client-key-data: ${data(`${client}.key`)}
`;
}
