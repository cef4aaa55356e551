// Argo CD's definitions and settings, and the portal's account with its token.
import fs from 'node:fs';
import path from 'node:path';
import { Failure } from '../say.mjs';
import { applyFolder, ask, oncePerVersion, until } from './kube.mjs';

const NAMESPACE = 'argocd';
const inNamespace = rest => `/api/v1/namespaces/${NAMESPACE}/${rest}`;
const ACCOUNT = 'backstage';

/** What the portal does with Argo CD, and no more. */
const POLICY = [
  ['applications', 'get', '*/*'],
  ['applications', 'sync', '*/*'],
  ['applications', 'action/*', '*/*'],
  ['applicationsets', 'get', '*/*'],
  ['projects', 'get', '*'],
  ['clusters', 'get', '*'],
  ['repositories', 'get', '*'],
  ['logs', 'get', '*/*'],
]
  .map(rule => `p, role:portal, ${rule.join(', ')}, allow`)
  .concat(`g, ${ACCOUNT}, role:portal`)
  .join('\n');

/** Definitions, settings and the portal's account: everything but the processes. */
export async function setUpArgocd(context) {
  const { kube, modules } = context;
  const manifests = path.join(modules.argocd, 'manifests');
  await kube.namespace(NAMESPACE);
  await oncePerVersion(
    kube,
    'argocd',
    path.basename(modules.argocd),
    async () => {
      await applyFolder(kube, path.join(manifests, 'crds'));
      await applyFolder(
        kube,
        path.join(manifests, 'base', 'config'),
        NAMESPACE,
      );
    },
  );
  await kube.served('argoproj.io/v1alpha1', ['applications', 'appprojects']);
  const configMap = (name, data) =>
    kube.patch(inNamespace(`configmaps/${name}`), { data });
  await configMap('argocd-cm', {
    [`accounts.${ACCOUNT}`]: 'apiKey, login',
    url: context.addresses.argocd,
    'timeout.reconciliation': '10s',
    'timeout.reconciliation.jitter': '0s',
  });
  await configMap('argocd-rbac-cm', { 'policy.csv': `${POLICY}\n` });
  await kube.apply(inNamespace('secrets/argocd-redis'), {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'argocd-redis', namespace: NAMESPACE },
    stringData: { auth: context.secrets.redis },
  });
}

async function isGood(url, token) {
  const answer = await ask(`${url}/api/v1/session/userinfo`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return answer?.status === 200 && JSON.parse(answer.body).loggedIn === true;
}

async function firstPassword(kube) {
  const secret = await until("Argo CD's first password", () =>
    kube.get(inNamespace('secrets/argocd-initial-admin-secret')),
  );
  return Buffer.from(secret.data.password, 'base64').toString('utf8');
}

async function post(url, body, token) {
  const answer = await ask(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify(body),
  });
  return answer?.status === 200 ? JSON.parse(answer.body) : undefined;
}

function keepSecret(file, text) {
  fs.writeFileSync(file, text, { mode: 0o600 });
}

/** Makes the portal's token unless the one on disk still serves; writes `argocd.json`. */
export async function writeArgocdAccess({ kube, inData, addresses }) {
  const url = addresses.argocd;
  const files = {
    token: inData('argocd.token'),
    password: inData('argocd-admin.password'),
  };
  const password = await firstPassword(kube);
  keepSecret(files.password, `${password}\n`);
  let token = fs.existsSync(files.token)
    ? fs.readFileSync(files.token, 'utf8').trim()
    : '';
  if (!token || !(await isGood(url, token))) {
    const session = await until('signing in to Argo CD', () =>
      post(`${url}/api/v1/session`, { username: 'admin', password }),
    );
    // The account appears when the server has read its settings again.
    const made = await until("the token of Argo CD's account", () =>
      post(
        `${url}/api/v1/account/${ACCOUNT}/token`,
        { expiresIn: 0 },
        session.token,
      ),
    );
    ({ token } = made);
    keepSecret(files.token, `${token}\n`);
    if (!(await isGood(url, token)))
      throw new Failure('Argo CD does not take the token it gave.');
  }
  keepSecret(
    inData('argocd.json'),
    `${JSON.stringify(
      {
        url,
        account: ACCOUNT,
        token,
        tokenFile: files.token,
        adminPasswordFile: files.password,
      },
      null,
      2,
    )}\n`,
  );
}
