// Bundles what a run of the tests needs of the workspace's own code.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runLines } from '../npm.mjs';
import { ROOT } from '../options.mjs';
import { Failure } from '../say.mjs';

const HERE = path.dirname(fileURLToPath(import.meta.url));

/**
 * @param {string} name of a module beside this one
 * @param {{ node: string, output: string }} options
 * @returns {Promise<string>} the bundle
 */
export async function bundleFor(name, { node, output }) {
  const outfile = path.join(output, `${name}.cjs`);
  const { code, output: said } = await runLines(
    node,
    [
      path.join(ROOT, 'scripts', 'lib', 'bundle.mjs'),
      path.join(HERE, `${name}.mjs`),
      outfile,
    ],
    { cwd: ROOT },
  );
  if (code !== 0)
    throw new Failure(`${name} does not compile.`, { detail: said });
  return outfile;
}
