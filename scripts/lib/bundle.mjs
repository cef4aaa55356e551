// Bundles one Node package of this repository: workspace code inlined, npm packages left outside.
// Run by the Node that will run the bundle: `node scripts/lib/bundle.mjs <entry> <outfile>`.
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const WORKSPACE = /^@cairn\//;

/** Leaves every package outside that is not part of this repository. */
const externalPackages = {
  name: 'external-packages',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, args => {
      if (args.kind === 'entry-point' || WORKSPACE.test(args.path)) {
        return undefined;
      }
      return { path: args.path, external: true };
    });
  },
};

/**
 * @param {{ entry: string, outfile: string, root: string }} options absolute paths
 * @returns {Promise<void>} rejects with esbuild's messages when the code does not compile
 */
export async function bundle({ entry, outfile, root }) {
  const require = createRequire(path.join(root, 'package.json'));
  const esbuild = await import(pathToFileURL(require.resolve('esbuild')).href);
  await esbuild.build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    sourcemap: 'linked',
    sourcesContent: false,
    keepNames: true,
    logLevel: 'warning',
    plugins: [externalPackages],
    // Packages are loaded with require, as Backstage's own build does.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': '__cairnImportMetaUrl' },
    banner: {
      js: "const __cairnImportMetaUrl = require('node:url').pathToFileURL(__filename).href;",
    },
  });
}

if (
  process.argv[1] &&
  import.meta.url === pathToFileURL(process.argv[1]).href
) {
  const [entry, outfile] = process.argv.slice(2).map(p => path.resolve(p));
  try {
    await bundle({ entry, outfile, root: process.cwd() });
  } catch (error) {
    // esbuild has printed what is wrong with the code; anything else is ours to print.
    if (!error.errors) console.error(error);
    process.exitCode = 1;
  }
}
