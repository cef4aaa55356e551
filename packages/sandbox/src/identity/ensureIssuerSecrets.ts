import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { z } from 'zod';
import { readIfPresent, writeSecretFile } from '../pki/secretFile';

const clientSchema = z.object({
  clientId: z.string().min(1),
  clientSecret: z.string().min(32),
});

const keysSchema = z.object({
  /** Signs ID tokens. */
  jwks: z.array(z.looseObject({ kty: z.string(), kid: z.string() })).min(1),
  /** Sign the issuer's cookies. */
  cookieKeys: z.array(z.string().min(32)).min(1),
});

/** What the portal identifies itself with; the content of `oidc-client.json`. */
export type IssuerClient = z.infer<typeof clientSchema>;

/** What the issuer keeps to itself. */
export interface IssuerSecrets {
  client: IssuerClient;
  /** What the git host's pages identify themselves with. */
  gitClient: IssuerClient;
  jwks: JWK[];
  cookieKeys: string[];
}

/**
 * Makes or takes up the issuer's secrets: `oidc-client.json` for the portal,
 * `git-oidc-client.json` for the git host and `identity/keys.json`, all readable by their owner only. A file that cannot
 * be read as what it should be is made anew.
 *
 * @param dataDir - The sandbox's data folder.
 */
export async function ensureIssuerSecrets(
  dataDir: string,
): Promise<IssuerSecrets> {
  const client = await ensureFile(
    join(dataDir, 'oidc-client.json'),
    clientSchema,
    makeClient('cairn-portal'),
  );
  const gitClient = await ensureFile(
    join(dataDir, 'git-oidc-client.json'),
    clientSchema,
    makeClient('cairn-git'),
  );
  const keys = await ensureFile(
    join(dataDir, 'identity', 'keys.json'),
    keysSchema,
    async () => {
      const { privateKey } = await generateKeyPair('RS256', {
        extractable: true,
        modulusLength: 2048,
      });
      const jwk = await exportJWK(privateKey);
      return {
        jwks: [
          {
            ...jwk,
            kty: 'RSA',
            kid: randomBytes(8).toString('base64url'),
            use: 'sig',
            alg: 'RS256',
          },
        ],
        cookieKeys: [randomBytes(32).toString('base64url')],
      };
    },
  );
  return {
    client,
    gitClient,
    jwks: keys.jwks as JWK[],
    cookieKeys: keys.cookieKeys,
  };
}

function makeClient(clientId: string) {
  return async () => ({
    clientId,
    clientSecret: randomBytes(32).toString('base64url'),
  });
}

async function ensureFile<T>(
  path: string,
  schema: z.ZodType<T>,
  make: () => Promise<T>,
): Promise<T> {
  const kept = await readIfPresent(path);
  if (kept !== undefined) {
    const parsed = schema.safeParse(parseJson(kept));
    if (parsed.success) return parsed.data;
  }
  const made = await make();
  await writeSecretFile(path, `${JSON.stringify(made, undefined, 2)}\n`);
  return made;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
