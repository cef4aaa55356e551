import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';

/** The most a command that is answered as a whole may say. */
const MAX_OUTPUT = 256 * 1024 * 1024;

/** A git command that ended with an error. */
export class GitCommandError extends Error {
  constructor(
    readonly command: string,
    readonly exitCode: number | null,
    readonly stderr: string,
  ) {
    super(`git ${command} failed: ${stderr.trim().slice(0, 500)}`);
    this.name = 'GitCommandError';
  }
}

/**
 * The environment of every git process: nothing of the person's or the
 * computer's own configuration, and never a question.
 */
export function gitEnvironment(
  extra: Record<string, string> = {},
): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    ...(process.env.TMPDIR && { TMPDIR: process.env.TMPDIR }),
    NODE_ENV: process.env.NODE_ENV,
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    ...extra,
  };
}

/** Settings that hold for every command, whatever a repository's own file says. */
const SETTINGS = [
  ['core.hooksPath', '/dev/null'],
  ['core.quotePath', 'false'],
  ['core.logAllRefUpdates', 'false'],
  ['gc.auto', '0'],
  ['receive.autogc', 'false'],
  ['receive.hideRefs', 'refs/pull'],
  ['uploadpack.allowFilter', 'true'],
  ['uploadpack.allowAnySHA1InWant', 'true'],
].flatMap(([key, value]) => ['-c', `${key}=${value}`]);

/** How a git command is run. */
export interface GitOptions {
  /** The bare repository; a worktree's folder goes in `cwd` instead. */
  dir?: string;
  cwd?: string;
  input?: string | Buffer;
  env?: Record<string, string>;
  /** Settings that win over ours, as `key=value`. */
  settings?: string[];
}

/** Starts git without a shell. */
export function spawnGit(
  args: string[],
  options: GitOptions = {},
): ChildProcessWithoutNullStreams {
  const where = options.dir ? [`--git-dir=${options.dir}`] : [];
  const settings = (options.settings ?? []).flatMap(each => ['-c', each]);
  return spawn('git', [...SETTINGS, ...settings, ...where, ...args], {
    cwd: options.cwd ?? options.dir,
    env: gitEnvironment(options.env),
    stdio: 'pipe',
  });
}

/**
 * Runs git to its end and answers what it wrote.
 *
 * @throws GitCommandError when it ends with another code than 0.
 */
export async function runGit(
  args: string[],
  options: GitOptions = {},
): Promise<Buffer> {
  const child = spawnGit(args, options);
  const out: Buffer[] = [];
  let size = 0;
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_OUTPUT) child.kill();
    else out.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    if (stderr.length < 10_000) stderr += chunk.toString('utf8');
  });
  // A command that ends before it has read everything says why itself.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new GitCommandError(args[0] ?? '', code, stderr);
  return Buffer.concat(out);
}

/** As {@link runGit}, as text without the last line's end. */
export async function gitText(
  args: string[],
  options: GitOptions = {},
): Promise<string> {
  return (await runGit(args, options)).toString('utf8').replace(/\n$/, '');
}
