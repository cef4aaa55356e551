// What each language needs on a machine, and whether its registry can be reached.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { npmCommand, runLines } from '../npm.mjs';

const VERSION_SECONDS = 20;
const REGISTRY_SECONDS = 90;

/** A package that is asked for to see whether a registry answers; in an empty folder, past all caches. */
const ASK = {
  npm: () => [...npmCommand(), 'view', 'npm', 'version', '--prefer-online'],
  go: () => ['go', 'list', '-m', 'golang.org/x/text@latest'],
  maven: folder => [
    ...['mvn', '--batch-mode', '--quiet', `-Dmaven.repo.local=${folder}`],
    'org.apache.maven.plugins:maven-help-plugin:3.5.1:system',
  ],
  pypi: folder => [
    ...['python3', '-m', 'pip', 'download', '--no-cache-dir', '--no-deps'],
    ...['--dest', folder, 'six'],
  ],
};

const LANGUAGES = {
  typescript: { registry: 'npm', programs: [] },
  react: { registry: 'npm', programs: [] },
  go: { registry: 'go', programs: [['go', 'version']] },
  java: {
    registry: 'maven',
    programs: [
      ['javac', '-version'],
      ['mvn', '--version'],
    ],
  },
  python: {
    registry: 'pypi',
    programs: [['python3', '-c', 'import venv, ensurepip']],
  },
};

const TITLES = { npm: 'npm', go: 'Go', maven: 'Maven', pypi: 'PyPI' };

async function works([command, ...args], options = {}) {
  try {
    const { code } = await runLines(command, args, {
      timeout: VERSION_SECONDS * 1000,
      ...options,
    });
    return code === 0;
  } catch {
    return false;
  }
}

/** @param {string} program @param {NodeJS.ProcessEnv} env */
export const isThere = (program, env) => works([program, '--version'], { env });

/**
 * @param {string} language @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string | undefined>} why nothing of this language can be built here
 */
export async function obstacleTo(language, env) {
  const { programs } = LANGUAGES[language] ?? { programs: [] };
  if (!LANGUAGES[language]) return `nobody knows the language ${language}`;
  for (const program of [['make', '--version'], ...programs]) {
    if (!(await works(program, { env }))) return `there is no ${program[0]}`;
  }
  return undefined;
}

/**
 * Asked when a build has failed: a registry that is away is no fault of the path.
 *
 * @returns {Promise<string | undefined>} why it cannot be reached
 */
export async function registryObstacle(language, env) {
  const { registry } = LANGUAGES[language];
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cairn-registry-'));
  try {
    const answers = await works(ASK[registry](folder), {
      cwd: folder,
      env,
      timeout: REGISTRY_SECONDS * 1000,
    });
    return answers
      ? undefined
      : `the registry of ${TITLES[registry]} does not answer`;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Which cases share a lane: one ecosystem beside another, never two of one. */
export const laneOf = language =>
  LANGUAGES[language]?.registry === 'npm' ? 'npm' : 'others';
