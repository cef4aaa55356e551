import { randomBytes, randomUUID } from 'node:crypto';
import {
  isAlreadyExists,
  type KubernetesClient,
  type KubernetesObject,
  type ObjectRef,
} from '../../controllers/runtime';
import { generatePassword, hashPassword } from './passwords';
import { Policy } from './Policy';
import { type Claims, signToken } from './tokens';

/** What is known of an account. */
export interface Account {
  name: string;
  /** `apiKey` for tokens, `login` for passwords. */
  capabilities: string[];
  enabled: boolean;
  passwordHash?: string;
  /** When the password was last set, in seconds. */
  passwordSetAt?: number;
  tokens: StoredToken[];
}

/** A token that was issued; the token itself is not kept. Times in seconds. */
export interface StoredToken {
  id: string;
  iat: number;
  exp?: number;
}

/** The settings as they are at this moment. */
export interface Settings {
  signingKey: string;
  accounts: Map<string, Account>;
  policy: Policy;
  /** Secrets of webhooks by the name of the forge: `gogs`, `github`. */
  webhookSecrets: Record<string, string | undefined>;
}

/** The portal's account: it reads everything and synchronises, no more. */
export const PORTAL_ACCOUNT = 'cairn';

const PORTAL_POLICY = `p, role:portal, applications, get, */*, allow
p, role:portal, applications, sync, */*, allow
p, role:portal, projects, get, *, allow
g, ${PORTAL_ACCOUNT}, role:portal
`;

/** Requests in a row share one reading; nothing is read while nobody asks. */
const FRESH_MS = 1000;

/**
 * The server's accounts, keys and policy, kept where Argo CD keeps them: the
 * ConfigMaps `argocd-cm` and `argocd-rbac-cm` and the Secret `argocd-secret`.
 */
export class ServerSettings {
  private known: { settings: Promise<Settings>; at: number } | undefined;

  constructor(
    private readonly client: KubernetesClient,
    private readonly namespace: string,
  ) {}

  /** Makes what is missing; the first password goes to `argocd-initial-admin-secret`. */
  async ensure(): Promise<void> {
    const labels = { 'app.kubernetes.io/part-of': 'argocd' };
    await this.create('ConfigMap', 'argocd-cm', labels, {
      data: {
        [`accounts.${PORTAL_ACCOUNT}`]: 'apiKey, login',
        'application.resourceTrackingMethod': 'annotation',
      },
    });
    await this.create('ConfigMap', 'argocd-rbac-cm', labels, {
      data: { 'policy.csv': PORTAL_POLICY, 'policy.default': '' },
    });
    const secret = await this.client.find(this.ref('Secret', 'argocd-secret'));
    const data = decoded(secret);
    if (data['server.secretkey'] && data['admin.password']) return;
    const password = generatePassword();
    const wanted = {
      'server.secretkey': randomBytes(32).toString('base64'),
      'admin.password': await hashPassword(password),
      'admin.passwordMtime': new Date().toISOString(),
      ...data,
    };
    await this.create('Secret', 'argocd-secret', labels, { type: 'Opaque' });
    await this.patchSecret('argocd-secret', wanted);
    if (data['admin.password']) return;
    const initial = 'argocd-initial-admin-secret';
    await this.create('Secret', initial, labels, { type: 'Opaque' });
    await this.patchSecret(initial, { password });
  }

  /** The settings, not older than a second. */
  async read(): Promise<Settings> {
    if (!this.known || Date.now() - this.known.at > FRESH_MS) {
      const settings = this.load();
      this.known = { settings, at: Date.now() };
      settings.catch(() => {
        this.known = undefined;
      });
    }
    return this.known.settings;
  }

  /**
   * Issues a token of an account.
   *
   * @param expiresIn - seconds; 0 for ever
   * @throws Error when the id is taken already
   */
  async issueToken(
    name: string,
    options: { id?: string; expiresIn: number },
  ): Promise<string> {
    this.known = undefined;
    const { signingKey, accounts } = await this.read();
    const tokens = accounts.get(name)?.tokens ?? [];
    const id = options.id || randomUUID();
    if (tokens.some(token => token.id === id)) {
      throw new Error(`account already has token with id '${id}'`);
    }
    const iat = Math.floor(Date.now() / 1000);
    const exp = options.expiresIn > 0 ? iat + options.expiresIn : undefined;
    const stored: StoredToken = { id, iat, ...(exp && { exp }) };
    await this.writeTokens(name, [...tokens, stored]);
    const sub = `${name}:apiKey`;
    const claims: Claims = { iss: 'argocd', sub, iat, nbf: iat, jti: id };
    return signToken({ ...claims, ...(exp && { exp }) }, signingKey);
  }

  /** Takes a token back. */
  async revokeToken(name: string, id: string): Promise<void> {
    this.known = undefined;
    const { accounts } = await this.read();
    const tokens = accounts.get(name)?.tokens ?? [];
    await this.writeTokens(
      name,
      tokens.filter(token => token.id !== id),
    );
  }

  /** Sets an account's password. */
  async setPassword(name: string, password: string): Promise<void> {
    const prefix = name === 'admin' ? 'admin' : `accounts.${name}`;
    await this.patchSecret('argocd-secret', {
      [`${prefix}.password`]: await hashPassword(password),
      [`${prefix}.passwordMtime`]: new Date().toISOString(),
    });
  }

  private async writeTokens(name: string, tokens: StoredToken[]) {
    const prefix = name === 'admin' ? 'admin' : `accounts.${name}`;
    await this.patchSecret('argocd-secret', {
      [`${prefix}.tokens`]: JSON.stringify(tokens),
    });
  }

  private async load(): Promise<Settings> {
    const [config, rbac, secret] = await Promise.all([
      this.client.find(this.ref('ConfigMap', 'argocd-cm')),
      this.client.find(this.ref('ConfigMap', 'argocd-rbac-cm')),
      this.client.find(this.ref('Secret', 'argocd-secret')),
    ]);
    const names = (config?.data ?? {}) as Record<string, string>;
    const rules = (rbac?.data ?? {}) as Record<string, string>;
    const data = decoded(secret);
    const signingKey = data['server.secretkey'];
    if (!signingKey) {
      throw new Error(
        'the Secret argocd-secret has no server.secretkey; start the sandbox again to make one',
      );
    }
    const csv = Object.entries(rules)
      .filter(([key]) => /^policy(\..+)?\.csv$/.test(key))
      .map(([, text]) => text)
      .join('\n');
    return {
      signingKey,
      accounts: accountsOf(names, data),
      policy: new Policy(csv, rules['policy.default']),
      webhookSecrets: {
        gogs: data['webhook.gogs.secret'],
        github: data['webhook.github.secret'],
      },
    };
  }

  private async create(
    kind: string,
    name: string,
    labels: Record<string, string>,
    content: Record<string, unknown>,
  ) {
    const { namespace } = this;
    const object = {
      apiVersion: 'v1',
      kind,
      metadata: { name, namespace, labels },
    };
    await this.client
      .create({ ...object, ...content } as KubernetesObject)
      .catch(error => {
        if (!isAlreadyExists(error)) throw error;
      });
  }

  private async patchSecret(name: string, data: Record<string, string>) {
    this.known = undefined;
    await this.client.patch(this.ref('Secret', name), {
      data: Object.fromEntries(
        Object.entries(data).map(([key, value]) => [
          key,
          Buffer.from(value).toString('base64'),
        ]),
      ),
    });
  }

  private ref(kind: string, name: string): ObjectRef {
    return { apiVersion: 'v1', kind, namespace: this.namespace, name };
  }
}

function decoded(secret: KubernetesObject | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries((secret?.data ?? {}) as Record<string, string>).map(
      ([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')],
    ),
  );
}

function accountsOf(
  config: Record<string, string>,
  secret: Record<string, string>,
): Map<string, Account> {
  const account = (name: string, prefix: string, words: string): Account => ({
    name,
    capabilities: words.split(',').map(it => it.trim()),
    enabled: config[`${prefix}.enabled`] !== 'false',
    passwordHash: secret[`${prefix}.password`],
    passwordSetAt: secondsOf(secret[`${prefix}.passwordMtime`]),
    tokens: JSON.parse(secret[`${prefix}.tokens`] || '[]') as StoredToken[],
  });
  const accounts = new Map([['admin', account('admin', 'admin', 'login')]]);
  for (const [key, words] of Object.entries(config)) {
    const name = /^accounts\.([^.]+)$/.exec(key)?.[1];
    if (name) accounts.set(name, account(name, key, words));
  }
  return accounts;
}

function secondsOf(time: string | undefined): number | undefined {
  return time ? Math.floor(Date.parse(time) / 1000) : undefined;
}
