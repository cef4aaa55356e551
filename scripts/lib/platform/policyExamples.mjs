// The examples that stand beside the platform's policies, as further cases of these.
import path from 'node:path';
import { ROOT } from '../options.mjs';
import { readManifests } from './manifestFiles.mjs';
import { POLICY_CASES } from './policyCases.mjs';

const FOLDER = path.join(ROOT, 'platform', 'policies', 'examples');
const FINDING = 'cairn.dev/finding';

/** Text that is meant as it stands. */
const literally = text =>
  new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));

/**
 * @param {string} policy its name
 * @returns {Promise<{ passes: Record<string, object>, fails: Record<string, { object: object, says: RegExp }> }>}
 */
async function examplesOf(policy) {
  const passes = {};
  const fails = {};
  const found = await readManifests(path.join(FOLDER, policy));
  for (const [index, { file, object }] of found.entries()) {
    const name = path.basename(file, '.yaml');
    const what = `the example ${name}.yaml, document ${index + 1} of ${
      found.length
    }`;
    if (name === 'pass') passes[what] = object;
    else {
      const says = object.metadata.annotations?.[FINDING];
      if (!says) throw new Error(`${file} does not say ${FINDING}`);
      fails[what] = { object, says: literally(says) };
    }
  }
  return { passes, fails };
}

/** @returns {Promise<Record<string, import('./policyCases.mjs').PolicyCases>>} all cases, with the examples */
export async function casesWithExamples() {
  const rows = Object.entries(POLICY_CASES).map(async ([policy, cases]) => {
    const { passes, fails } = await examplesOf(policy);
    return [
      policy,
      {
        ...cases,
        passes: { ...cases.passes, ...passes },
        fails: { ...cases.fails, ...fails },
      },
    ];
  });
  return Object.fromEntries(await Promise.all(rows));
}
