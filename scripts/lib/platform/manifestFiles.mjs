// Finds the manifests that are ours: the platform team's, those of the demo, and charts.
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from '../options.mjs';
import { capture } from './capture.mjs';

/** @typedef {{ file: string, object: any }} Manifest `file` relative to the checkout */

const SKIPPED = new Set(['node_modules', 'dist', '.git', '.data', '.yarn']);

function* filesBelow(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (SKIPPED.has(entry.name)) continue;
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(full);
    else yield full;
  }
}

/**
 * @param {string} folder absolute
 * @returns {Promise<Manifest[]>} every document of every YAML file below it, in their order
 */
export async function readManifests(folder) {
  // Only here: the launcher's own tests run before anything is installed.
  const { parseAllDocuments } = await import('yaml');
  const files = [...filesBelow(folder)].filter(name => /\.ya?ml$/.test(name));
  return files.sort().flatMap(file =>
    parseAllDocuments(fs.readFileSync(file, 'utf8'))
      .map(document => document.toJS())
      .filter(Boolean)
      .map(object => ({ file: path.relative(ROOT, file), object })),
  );
}

/** @returns {string[]} folders that hold a Helm chart, absolute */
export function findCharts() {
  return ['platform', 'catalog', 'platform-tests', 'packages', 'plugins']
    .map(name => path.join(ROOT, name))
    .filter(folder => fs.existsSync(folder))
    .flatMap(folder => [...filesBelow(folder)])
    .filter(file => path.basename(file) === 'Chart.yaml')
    .map(file => path.dirname(file));
}

/**
 * Writes the manifests of the demo's services, as they stand in `deploy/` of their repositories.
 *
 * @param {string} node
 * @param {string} folder is emptied first
 */
export async function writeDemoManifests(node, folder) {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const script = path.join(
    ...[ROOT, 'scripts', 'lib', 'platform', 'writeDemoManifests.mjs'],
  );
  const { code, stderr } = await capture(node, [script, folder]);
  if (code !== 0) throw new Error(stderr.slice(-2000));
}
