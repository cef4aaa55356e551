// Writes what the demo's services deploy: `node writeDemoManifests.mjs FOLDER`, run by the Node of the sandbox.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { bundle } from '../bundle.mjs';
import { ROOT } from '../options.mjs';

const DEMO = path.join(ROOT, 'packages', 'sandbox', 'src', 'demo');
const [, , folder] = process.argv;

/** The code of the sandbox, in a file from which its packages are found. */
async function load(entry) {
  const outfile = path.join(
    ...[ROOT, 'packages', 'sandbox', 'dist', 'manifests'],
    `${path.basename(entry, '.ts')}.cjs`,
  );
  await bundle({ entry: path.join(DEMO, entry), outfile, root: ROOT });
  return createRequire(outfile)(outfile);
}

const { readCatalog } = await load('organisation/readCatalog.ts');
const { organisationOf } = await load('organisation/organisation.ts');
const { manifestsOf, namespaceOf } = await load('repository/manifests.ts');

const catalog = await readCatalog(path.join(ROOT, 'catalog'));
for (const service of organisationOf(catalog).services) {
  // What is delivered to app stores is no manifest.
  if (service.shape.kind === 'store') continue;
  for (const environment of ['dev', 'prod']) {
    const files = manifestsOf(service, environment, '1.0.0');
    for (const [name, text] of files) {
      const file = path.join(
        ...[folder, service.name, namespaceOf(service, environment)],
        path.basename(name),
      );
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(file, text);
    }
  }
}
