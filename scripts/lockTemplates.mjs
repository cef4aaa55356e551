// npm run templates:lock -- PATH...: writes the package-lock.json of paths in JavaScript, for all choices.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { npmCommand, runLines } from './lib/npm.mjs';
import { ROOT } from './lib/options.mjs';
import { Failure, line, reportFailure } from './lib/say.mjs';
import { conditionalLock } from './lib/templates/lockFile.mjs';

/** The manifest with every choice taken. */
const everything = manifest =>
  manifest
    .split('\n')
    .filter(row => !/^\s*\{%/.test(row))
    .join('\n')
    .replaceAll(/\$\{\{ values\.description \| dump \}\}/g, '""')
    .replaceAll('${{ values.name }}', 'service');

async function lock(name) {
  const skeleton = path.join(ROOT, 'templates', name, 'skeleton');
  const manifest = fs.readFileSync(path.join(skeleton, 'package.json'), 'utf8');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cairn-lock-'));
  try {
    fs.writeFileSync(path.join(folder, 'package.json'), everything(manifest));
    const [command, ...args] = npmCommand();
    const { code, output } = await runLines(
      command,
      [
        ...args,
        ...['install', '--package-lock-only', '--no-audit', '--no-fund'],
        // A registry's address belongs to a machine, not to a lock file.
        '--omit-lockfile-registry-resolved',
      ],
      { cwd: folder },
    );
    if (code !== 0)
      throw new Failure(`npm could not lock ${name}.`, { detail: output });
    const text = fs.readFileSync(path.join(folder, 'package-lock.json'));
    fs.writeFileSync(
      path.join(skeleton, 'package-lock.json'),
      conditionalLock({ lock: JSON.parse(text), manifest }),
    );
    line(`  locked ${name}`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

try {
  const names = process.argv.slice(2);
  if (names.length === 0) throw new Failure('say which path to lock.');
  for (const name of names) await lock(name);
} catch (error) {
  reportFailure(error);
  process.exitCode = 1;
}
