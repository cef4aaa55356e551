// The random secrets of one platform, made when first asked for.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';

const hex = () => randomBytes(24).toString('hex');

/**
 * @param {string} file closed to others
 * @returns {{ postgres: string, redis: string, giteaAdmin: string, giteaKey: string, giteaInternal: string, giteaJwt: string }}
 */
export function platformSecrets(file) {
  const known = fs.existsSync(file)
    ? JSON.parse(fs.readFileSync(file, 'utf8'))
    : {};
  const secrets = {
    postgres: hex(),
    redis: hex(),
    giteaAdmin: hex(),
    giteaKey: hex(),
    giteaInternal: hex(),
    giteaJwt: randomBytes(32).toString('base64url'),
    ...known,
  };
  fs.writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, {
    mode: 0o600,
  });
  return secrets;
}
