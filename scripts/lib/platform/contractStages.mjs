// The contract suite as a stage: the same checks, by jest, on the real platform or the sandbox.
import fs from 'node:fs';
import path from 'node:path';
import { toolEnvironment } from '../install.mjs';
import { runLines } from '../npm.mjs';
import { ROOT } from '../options.mjs';
import { failed, skipped } from '../runStages.mjs';
import { startThrowAwayPostgres } from '../throwAwayPostgres.mjs';
import { failuresOf, sorted } from '../unitStage.mjs';
import { OUTPUT, answersOf } from './output.mjs';
import { withQuietPlatform } from './quietPlatform.mjs';

const CONTRACT = 'packages/sandbox/contract';

/** Runs test files by jest. @returns its report; nothing when the time was up or it did not start */
async function runFiles(context, name, files, env) {
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
  if (cutOff) return { cutOff };
  return {
    output,
    result: fs.existsSync(report)
      ? JSON.parse(fs.readFileSync(report, 'utf8'))
      : undefined,
  };
}

/** Runs test files, those that failed a second time, and counts. @returns {Promise<import('../runStages.mjs').Outcome>} */
async function runJest(context, name, files, env) {
  const first = await runFiles(context, name, files, env);
  if (first.cutOff)
    return skipped('the time was up before its checks had ended');
  if (!first.result) return failed(first.output.slice(-6000));
  const failing = files.filter(file =>
    failuresOf(first.result).some(each => each.file.endsWith(file)),
  );
  const again =
    failing.length > 0
      ? await runFiles(context, `${name}-again`, failing, env)
      : {};
  const outcome = again.result
    ? sorted(first.result, again.result)
    : { failed: failuresOf(first.result), recovered: [] };
  return {
    passed: first.result.numPassedTests + outcome.recovered.length,
    failed: outcome.failed.length,
    skipped: first.result.numPendingTests,
    notes: outcome.recovered.map(
      each => `failed at first, passed when run again: ${each.name}`,
    ),
    detail: outcome.failed
      .slice(0, 20)
      .map(each => `${each.name}\n${each.said}`)
      .join('\n\n'),
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
    const run = kubeconfig =>
      runJest(context, name, files, {
        ...answers,
        CAIRN_CONTRACT_TARGET: 'real',
        CAIRN_CONTRACT_KUBECONFIG: kubeconfig,
      });
    const { kubeconfig, dataDir } = context.options;
    if (kubeconfig) return run(kubeconfig);
    if (!context.platform) return skipped('there is no real API server');
    const own = `${dataDir}-contract`;
    return withQuietPlatform(
      { node: context.node, dataDir: own, bin: context.bin },
      run,
    );
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
