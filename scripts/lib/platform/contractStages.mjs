// The contract suite as a stage: the same checks, by jest, on the real platform or the sandbox.
import fs from 'node:fs';
import path from 'node:path';
import { toolEnvironment } from '../install.mjs';
import { runLines } from '../npm.mjs';
import { ROOT } from '../options.mjs';
import { failed, skipped } from '../runStages.mjs';
import { startThrowAwayPostgres } from '../throwAwayPostgres.mjs';
import { OUTPUT, answersOf } from './output.mjs';

const CONTRACT = 'packages/sandbox/contract';

function failuresOf(report) {
  return report.testResults
    .flatMap(file => {
      const failing = file.assertionResults.filter(
        test => test.status === 'failed',
      );
      if (failing.length === 0 && file.status === 'failed') {
        return [`${path.relative(ROOT, file.name)}\n${file.message}`];
      }
      return failing.map(
        test =>
          `${test.fullName}\n${test.failureMessages.join('\n').slice(0, 1200)}`,
      );
    })
    .slice(0, 20)
    .join('\n\n');
}

/** Runs test files by jest and counts. @returns {Promise<import('../runStages.mjs').Outcome>} */
async function runJest(context, name, files, env) {
  const report = path.join(OUTPUT, `${name}.json`);
  fs.rmSync(report, { force: true });
  const cli = path.join(
    ...[ROOT, 'node_modules', '@backstage', 'cli', 'bin', 'backstage-cli'],
  );
  const args = [
    ...[cli, 'repo', 'test', '--json', `--outputFile=${report}`],
    ...['--maxWorkers=1', '--testTimeout=120000', ...files],
  ];
  const { output, cutOff } = await runLines(context.node, args, {
    cwd: ROOT,
    timeout: Math.max(1, context.left()),
    env: {
      ...toolEnvironment(context.node),
      CI: 'true',
      FORCE_COLOR: '0',
      ...env,
    },
  });
  fs.writeFileSync(path.join(OUTPUT, `${name}.log`), output);
  if (cutOff) return skipped('the time was up before its checks had ended');
  if (!fs.existsSync(report)) return failed(output.slice(-6000));
  const result = JSON.parse(fs.readFileSync(report, 'utf8'));
  return {
    passed: result.numPassedTests,
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    skipped: result.numPendingTests,
    detail: failuresOf(result),
  };
}

async function withPostgres(use) {
  const database = await startThrowAwayPostgres();
  try {
    return await use({ CAIRN_TEST_POSTGRES_URL: `${database.url}/postgres` });
  } finally {
    await database.stop();
  }
}

function freshAnswers(target, part) {
  const folder = answersOf(target);
  for (const name of part)
    fs.rmSync(path.join(folder, `${name}.json`), { force: true });
  return { CAIRN_CONTRACT_ANSWERS: folder };
}

/** The Kubernetes API. @param {'real' | 'sandbox'} target */
export function contract(target) {
  const files = [`${CONTRACT}/contract.test.ts`, `${CONTRACT}/calls.test.ts`];
  const name = `contract-${target}`;
  return async context => {
    const answers = freshAnswers(target, ['contract', 'calls']);
    if (target === 'sandbox') {
      return withPostgres(env =>
        runJest(context, name, files, { ...env, ...answers }),
      );
    }
    const kubeconfig =
      context.options.kubeconfig ?? context.platform?.kubeconfig;
    if (!kubeconfig) return skipped('there is no real API server');
    return runJest(context, name, files, {
      ...answers,
      CAIRN_CONTRACT_TARGET: 'real',
      CAIRN_CONTRACT_KUBECONFIG: kubeconfig,
    });
  };
}

/** The git host. @param {'real' | 'sandbox'} target */
export function git(target) {
  const files = [`${CONTRACT}/git.test.ts`];
  const name = `git-${target}`;
  return async context => {
    if (!fs.existsSync(path.join(ROOT, files[0]))) {
      return skipped('there are no checks of the git host yet');
    }
    const answers = freshAnswers(target, ['git']);
    if (target === 'sandbox') {
      return withPostgres(env =>
        runJest(context, name, files, { ...env, ...answers }),
      );
    }
    const gitea = context.options.gitea ?? context.platform?.giteaFile;
    if (!gitea) return skipped('there is no real Gitea');
    return runJest(context, name, files, {
      ...answers,
      CAIRN_CONTRACT_GITEA: gitea,
    });
  };
}
