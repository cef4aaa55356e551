// What every part needs to know of the platform it belongs to.
import fs from 'node:fs';
import path from 'node:path';
import { Kube } from './kube.mjs';
import { environmentMark } from './leftovers.mjs';
import { kubeconfigFor } from './pki.mjs';
import { platformSecrets } from './platformSecrets.mjs';

/**
 * How eagerly garbage is collected: smaller than Go's own 100 is less memory for more work. The API
 * server works hardest when definitions are installed, and is given more room until it holds a lot.
 */
const MEMORY = {
  'api-server': { GOGC: '80', GOMEMLIMIT: '600MiB' },
  others: { GOGC: '40' },
};

/**
 * @typedef {object} Context
 * @property {string} dataDir
 * @property {(...names: string[]) => string} inData a path in the data folder
 * @property {Record<string, number>} ports
 * @property {Record<string, string>} bin programs by name
 * @property {{ kwok?: string, argocd?: string, kyverno?: string, gitea?: string }} modules folders of Go modules
 * @property {{ file: (name: string) => string }} pki
 * @property {Kube} kube
 * @property {string} kubeconfig of the administrator
 * @property {{ api: string, argocd: string, gitea: string }} addresses
 * @property {ReturnType<typeof platformSecrets>} secrets
 * @property {(part?: string) => NodeJS.ProcessEnv} envFor
 * @property {NodeJS.ProcessEnv} env for tools that set up
 */

/** Under which addresses others reach the platform. */
export const addressesOf = ports => ({
  api: `https://127.0.0.1:${ports.api}`,
  argocd: `http://localhost:${ports.argocd}`,
  gitea: `http://localhost:${ports.gitea}`,
});

/** Only what programs need to run here: no credentials of the person who starts it. */
function baseEnvironment(dataDir) {
  const kept = {};
  for (const name of ['PATH', 'LANG', 'TZ', 'SSL_CERT_FILE', 'SSL_CERT_DIR'])
    if (process.env[name]) kept[name] = process.env[name];
  return {
    ...kept,
    HOME: path.join(dataDir, 'home'),
    TMPDIR: path.join(dataDir, 'tmp'),
    ...MEMORY.others,
    ...environmentMark(dataDir),
  };
}

/** The programs by their names, for the PATH of `exec`. */
function linkPrograms(folder, bin) {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const name of ['kubectl', 'argocd', 'helm', 'kyverno-cli']) {
    fs.rmSync(path.join(folder, name), { force: true });
    if (bin[name]) fs.symlinkSync(bin[name], path.join(folder, name));
  }
}

/**
 * @param {{ dataDir: string, ports: Record<string, number>, bin: Record<string, string>, modules: object, pki: object }} facts
 * @returns {Context}
 */
export function makeContext({ dataDir, ports, pki, ...facts }) {
  const inData = (...names) => path.join(dataDir, ...names);
  for (const name of ['home', 'tmp', 'kubeconfigs', 'argocd'])
    fs.mkdirSync(inData(name), { recursive: true, mode: 0o700 });
  const addresses = addressesOf(ports);
  const write = (file, client, namespace) =>
    fs.writeFileSync(
      file,
      kubeconfigFor(pki, { client, server: addresses.api, namespace }),
      { mode: 0o600 },
    );
  const kubeconfig = inData('kubeconfig');
  write(kubeconfig, 'admin');
  for (const client of pki.clients.filter(name => name !== 'admin'))
    write(
      inData('kubeconfigs', client),
      client,
      client === 'argocd' ? 'argocd' : undefined,
    );
  linkPrograms(inData('programs'), facts.bin);
  const env = baseEnvironment(dataDir);
  return {
    ...facts,
    dataDir,
    inData,
    ports,
    pki,
    addresses,
    kubeconfig,
    secrets: platformSecrets(inData('secrets.json')),
    env,
    envFor: part => ({ ...env, ...MEMORY[part] }),
    kube: new Kube({ server: addresses.api, pki }),
  };
}
