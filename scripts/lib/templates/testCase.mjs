// What happens to one path with one set of answers, check by check.
import fs from 'node:fs';
import path from 'node:path';
import { runLines } from '../npm.mjs';
import { anyFreePort } from '../ports.mjs';
import { ensureDatabase, superuserUrl } from '../postgres.mjs';
import { Failure } from '../say.mjs';
import { dryRunManifests, judgeManifests } from './manifests.mjs';
import { readDocuments } from './paths.mjs';
import { runService } from './service.mjs';
import { isThere, obstacleTo, registryObstacle } from './toolchains.mjs';

const TARGETS = ['install', 'build', 'lint', 'test'];
const TARGET_SECONDS = 480;

/** What every repository has, whatever its path. */
const EVERYWHERE = [
  'README.md',
  'Dockerfile',
  'Makefile',
  'catalog-info.yaml',
  'score.yaml',
  'mkdocs.yml',
  'docs/index.md',
  'docs/runbook.md',
  'renovate.json',
  'CODEOWNERS',
  '.github/workflows/ci.yml',
  '.gitlab-ci.yml',
  '.pre-commit-config.yaml',
  '.devcontainer/devcontainer.json',
  '.editorconfig',
  '.gitignore',
  '.dockerignore',
  '.cairn/template.yaml',
  'observability/dashboard.json',
  'observability/alerts.yaml',
];

const BY_FORMAT = {
  '.json': text => JSON.parse(text),
  '.yaml': readDocuments,
  '.yml': readDocuments,
};

/** Every file is there, readable in its format, and nothing of the template is left in it. */
function checkFiles(folder) {
  const files = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry =>
      path.relative(folder, path.join(entry.parentPath, entry.name)),
    )
    .filter(name => !name.startsWith(`.git${path.sep}`));
  const problems = EVERYWHERE.filter(name => !files.includes(name)).map(
    name => `${name} is missing`,
  );
  for (const name of files) {
    const text = fs.readFileSync(path.join(folder, name), 'utf8');
    if (/\$\{\{ *(values|parameters)\.|\{%-? *(if|endif|raw)\b/.test(text)) {
      problems.push(`${name} still has something to be filled in`);
    }
    try {
      BY_FORMAT[path.extname(name)]?.(text);
    } catch (error) {
      problems.push(`${name} cannot be read: ${error.message}`);
    }
  }
  if (problems.length > 0) {
    throw new Failure('the files are not right.', {
      detail: problems.join('\n'),
    });
  }
}

/** The environment in which a repository is built: what its own machine would have, and a database. */
async function environmentOf(testCase, context) {
  const { answers, name } = testCase;
  const { env, portal } = context;
  if (!portal || (answers.database ?? 'none') === 'none') return env;
  const { port, password } = portal.postgres;
  const database = `test_${name.replaceAll('-', '_')}`;
  // One for the tests, one for the program: neither finds what the other has left.
  for (const one of [database, `${database}_run`]) {
    await ensureDatabase(port, password, one);
  }
  const url = of =>
    superuserUrl(port, password, of).replace(/^postgres:/, 'postgresql:');
  return {
    ...env,
    TEST_DATABASE_URL: url(database),
    DATABASE_URL: url(`${database}_run`),
  };
}

/** What CI asks the portal's command line, which the repository fetches from the portal. */
async function checkAsCiDoes({ folder, env, portal, log }) {
  for (const program of ['make', 'curl']) {
    if (!(await isThere(program, env))) {
      return { note: `without the command line: there is no ${program}` };
    }
  }
  const { code, output } = await runLines(
    'make',
    ['--no-print-directory', 'render-check', 'validate'],
    {
      cwd: folder,
      env: { ...env, CAIRN_PORTAL_URL: portal.url },
      timeout: TARGET_SECONDS * 1000,
    },
  );
  log(`\n--- make render-check validate\n${output}`);
  if (code !== 0) {
    throw new Failure('make render-check validate failed.', { detail: output });
  }
  return {};
}

/** Runs the targets one by one; a registry that is away makes the rest a skip. */
async function runTargets(testCase, { folder, env, log }) {
  const took = [];
  for (const target of TARGETS) {
    const began = Date.now();
    const { code, output, cutOff } = await runLines(
      'nice',
      ['-n', '5', 'make', '--no-print-directory', target],
      { cwd: folder, env, timeout: TARGET_SECONDS * 1000 },
    );
    log(`\n--- make ${target}\n${output}`);
    if (code !== 0) {
      const away = await registryObstacle(testCase.language, env);
      if (away) return { skip: away };
      throw new Failure(
        cutOff
          ? `make ${target} was not done after ${TARGET_SECONDS} s.`
          : `make ${target} failed.`,
        { detail: output.slice(-6000) },
      );
    }
    const seconds = ((Date.now() - began) / 1000).toFixed(0);
    took.push(`${target} ${seconds} s`);
  }
  return { note: took.join(', ') };
}

/** A job on a schedule has nothing to ask; that it runs is what `make run` says. */
async function runIt(testCase, { folder, env }) {
  if (testCase.kind === 'pipeline') {
    const { code, output } = await runLines(
      'make',
      ['--no-print-directory', 'start'],
      { cwd: folder, env, timeout: TARGET_SECONDS * 1000 },
    );
    if (code !== 0)
      throw new Failure('make start failed.', { detail: output.slice(-6000) });
    return;
  }
  await runService({
    ...{ folder, env },
    port: await anyFreePort(),
    probe: testCase.probe,
  });
}

/**
 * The checks of one case, in order. Each returns a note, or why it is skipped; it throws when it fails,
 * and then those after it are not run.
 *
 * @param {import('./paths.mjs').TemplateCase} testCase
 * @param {object} context what the run shares: see testTemplates.mjs
 */
export function checksOf(testCase, context) {
  const folder = path.join(context.folder, testCase.name);
  const logFile = path.join(context.logs, `${testCase.name}.log`);
  const log = text => fs.appendFileSync(logFile, text);
  let obstacle;
  let built = false;
  let env = context.env;
  return {
    scaffold: async () => {
      const note = await context.scaffold(testCase, folder);
      checkFiles(folder);
      return { note };
    },
    manifests: async () => {
      const { node, judge, owner, portal } = context;
      await judgeManifests({ folder, node, judge, owner });
      if (!portal) return { note: 'policies; no API server to ask' };
      const kubeconfig = path.join(
        portal.dataDir,
        'sandbox',
        'admin.kubeconfig',
      );
      await dryRunManifests({ folder, kubeconfig });
      return checkAsCiDoes({ folder, env, portal, log });
    },
    build: async () => {
      obstacle = await obstacleTo(testCase.language, env);
      if (obstacle) return { skip: obstacle };
      env = await environmentOf(testCase, context);
      const outcome = await runTargets(testCase, { folder, env, log });
      obstacle = outcome.skip;
      built = !obstacle;
      return outcome;
    },
    run: async () => {
      if (!built) return { skip: obstacle ?? 'it was not built' };
      const needed = testCase.answers.database ?? 'none';
      if (!context.portal && needed !== 'none') {
        return { skip: 'without the portal there is no database' };
      }
      await runIt(testCase, { folder, env });
      return {};
    },
  };
}
