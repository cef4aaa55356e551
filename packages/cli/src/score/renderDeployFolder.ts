import { join } from 'node:path';
import {
  deployFolder,
  renderDeploy,
  type Deploy,
  type DeployOptions,
} from '@cairn/plugin-golden-paths-common';
import { CommandFailure, FINE, FOUND } from '../io/exitCodes';
import {
  isYaml,
  listFiles,
  readIfThere,
  removeFile,
  shown,
  writeText,
} from '../io/files';
import type { Terminal } from '../io/Terminal';
import { firstDifference } from './firstDifference';
import { readScoreInput, type ScoreOptions } from './scoreInput';
import { count, writeProblems } from './writeProblems';

/** Options of `cairn score render`. */
export interface RenderOptions extends ScoreOptions {
  /** Where to; the folder of the workload file when left out, `-` for standard output. */
  output?: string;
  /** Write nothing; say what differs. */
  check?: boolean;
}

const MAX_SHOWN = 20;

/** Manifests in the folders that are no more rendered. */
async function leftOver(
  terminal: Terminal,
  target: string,
  input: DeployOptions,
  { files }: Deploy,
): Promise<string[]> {
  const made = new Set(files.map(({ path }) => path));
  const left: string[] = [];
  for (const { name } of input.platform.environments) {
    const folder = deployFolder(name);
    if (!input.environment || name === input.environment) {
      const present = await listFiles(
        join(terminal.cwd, target),
        folder,
        isYaml,
      );
      left.push(...present.filter(path => !made.has(path)));
    }
  }
  return left;
}

async function check(
  terminal: Terminal,
  target: string,
  deploy: Deploy,
  left: readonly string[],
): Promise<number> {
  const findings: string[] = [];
  for (const { path, content } of deploy.files) {
    const file = join(target, path);
    const present = await readIfThere(terminal.cwd, file);
    const name = shown(terminal.cwd, file);
    if (present === undefined) {
      findings.push(`${name}: missing`);
    } else if (present !== content) {
      findings.push(`${name}:${firstDifference(present, content)}`);
    }
  }
  findings.push(
    ...left.map(
      path =>
        `${shown(terminal.cwd, join(target, path))}: not rendered any more`,
    ),
  );
  for (const finding of findings.slice(0, MAX_SHOWN)) {
    terminal.err(finding);
  }
  if (findings.length > MAX_SHOWN) {
    terminal.err(`and ${findings.length - MAX_SHOWN} more`);
  }
  if (findings.length > 0) {
    terminal.err(
      `${count(
        findings.length,
        'manifest',
      )} not as score.yaml renders. Run \`cairn score render\` and commit what it writes.`,
    );
    return FOUND;
  }
  terminal.out(
    `${count(deploy.files.length, 'manifest')} as score.yaml renders.`,
  );
  return FINE;
}

/** `cairn score render` */
export async function renderDeployFolder(
  terminal: Terminal,
  file: string,
  options: RenderOptions,
): Promise<number> {
  const input = await readScoreInput(terminal, file, options);
  const deploy = renderDeploy(input);
  const { errors } = writeProblems(terminal, deploy.problems);
  if (errors > 0) {
    return FOUND;
  }
  if (options.output === '-') {
    if (options.check) {
      throw new CommandFailure('--check and --output - do not go together.');
    }
    terminal.out(
      deploy.files
        .map(it => it.content)
        .join('---\n')
        .trimEnd(),
    );
    return FINE;
  }
  const target = options.output ?? input.folder;
  const left = await leftOver(terminal, target, input, deploy);
  if (options.check) {
    return check(terminal, target, deploy, left);
  }
  let written = 0;
  for (const { path, content } of deploy.files) {
    const to = join(target, path);
    if ((await readIfThere(terminal.cwd, to)) !== content) {
      await writeText(terminal.cwd, to, content);
      written += 1;
    }
  }
  for (const path of left) {
    await removeFile(terminal.cwd, join(target, path));
  }
  terminal.out(
    `${count(deploy.files.length, 'manifest')} in ${shown(
      terminal.cwd,
      join(target, 'deploy'),
    )}: ${written} written, ${left.length} removed.`,
  );
  return FINE;
}
