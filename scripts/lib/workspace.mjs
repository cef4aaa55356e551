// Knows the packages of this repository, what each is made of, and whether that changed.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './options.mjs';

const SKIPPED = new Set([
  'node_modules',
  'dist',
  'dist-types',
  'coverage',
  'e2e-tests',
]);
const TEST_FILE = /\.test\.[cm]?[jt]sx?$/;

/** @returns {Map<string, { folder: string, manifest: object }>} by package name */
export function readWorkspaces() {
  const workspaces = new Map();
  for (const parent of ['packages', 'plugins']) {
    for (const name of fs.readdirSync(path.join(ROOT, parent)).sort()) {
      const folder = path.join(ROOT, parent, name);
      const file = path.join(folder, 'package.json');
      if (!fs.existsSync(file)) continue;
      const manifest = JSON.parse(fs.readFileSync(file, 'utf8'));
      workspaces.set(manifest.name, { folder, manifest });
    }
  }
  return workspaces;
}

/** The folders of a package and of every workspace package that its code is built from. */
export function foldersOf(packageName, workspaces = readWorkspaces()) {
  const found = new Map();
  const visit = name => {
    const workspace = workspaces.get(name);
    if (!workspace || found.has(name)) return;
    found.set(name, workspace.folder);
    const { dependencies = {} } = workspace.manifest;
    for (const [dependency, range] of Object.entries(dependencies)) {
      if (range.startsWith('workspace:')) visit(dependency);
    }
  };
  visit(packageName);
  return [...found.values()];
}

function* filesIn(folder) {
  for (const entry of fs
    .readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (SKIPPED.has(entry.name)) continue;
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(full);
    else if (entry.isFile() && !TEST_FILE.test(entry.name)) yield full;
  }
}

/**
 * @param {string[]} paths files and folders, absolute
 * @param {string} [extra] anything else the result depends on
 * @returns {string} the same for the same content, wherever the checkout lies
 */
export function contentHash(paths, extra = '') {
  const hash = createHash('sha256').update(extra);
  for (const entry of paths) {
    if (!fs.existsSync(entry)) continue;
    const files = fs.statSync(entry).isDirectory() ? filesIn(entry) : [entry];
    for (const file of files) {
      hash
        .update(`\0${path.relative(ROOT, file)}\0`)
        .update(fs.readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/** Whether `file` holds `hash` already. */
export function isUpToDate(file, hash) {
  return fs.existsSync(file) && fs.readFileSync(file, 'utf8') === hash;
}
