// The random secrets of one data folder: made once, readable by their owner only.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Writes a file that only this user may read, whole or not at all. */
export function writePrivate(file, content) {
  const temporary = `${file}.${process.pid}`;
  fs.writeFileSync(temporary, content, { mode: 0o600 });
  fs.renameSync(temporary, file);
}

/** @returns {{ postgresPassword: string, backendSecret: string, webhookSecret: string }} */
export function readSecrets(dataDir) {
  const file = path.join(dataDir, 'secrets.json');
  const known = fs.existsSync(file)
    ? JSON.parse(fs.readFileSync(file, 'utf8'))
    : {};
  const secrets = {
    postgresPassword: randomBytes(24).toString('base64url'),
    backendSecret: randomBytes(32).toString('base64url'),
    webhookSecret: randomBytes(32).toString('base64url'),
    ...known,
  };
  // A folder of an earlier version gets the secrets it does not have.
  if (Object.keys(secrets).some(name => !(name in known))) {
    writePrivate(file, `${JSON.stringify(secrets, null, 2)}\n`);
  }
  return secrets;
}

/** A password file for psql (libpq's PGPASSFILE), so that no password stands on a command line. */
export function writePassFile(dataDir, port, user, password) {
  const file = path.join(dataDir, 'pgpass');
  writePrivate(
    file,
    `127.0.0.1:${port}:*:${user}:${password}\nlocalhost:${port}:*:${user}:${password}\n`,
  );
  return file;
}
