// What the stages of npm test share: where tools lie, where results go, how a tool is run.
import path from 'node:path';
import { toolEnvironment } from './install.mjs';
import { runLines } from './npm.mjs';
import { ROOT } from './options.mjs';

/** Where machine-readable results, logs and pictures go. */
export const OUTPUT = path.join(ROOT, 'test-output');

/**
 * @typedef {{ passed: number, failed: number, skipped: number, notes?: string[], detail?: string }} Outcome
 * @typedef {{ node: string }} Context
 */

/** A file below `node_modules`. */
export const inModules = (...parts) =>
  path.join(ROOT, 'node_modules', ...parts);

/** Runs a tool in the checkout, as on a machine of CI. @returns its exit code and output */
export async function runTool({ node }, args, options = {}) {
  return runLines(node, args, {
    cwd: ROOT,
    ...options,
    env: {
      ...toolEnvironment(node),
      CI: 'true',
      FORCE_COLOR: '0',
      ...options.env,
    },
  });
}
