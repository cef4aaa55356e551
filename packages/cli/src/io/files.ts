import {
  mkdir,
  readdir,
  readFile,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { CommandFailure } from './exitCodes';

const SKIPPED = new Set(['.git', 'node_modules', 'dist', 'target', '.venv']);
const MAX_FILES = 5000;

/** A path as people write it, from the folder they are in. */
export function shown(cwd: string, path: string): string {
  const text = relative(cwd, resolve(cwd, path)) || '.';
  return text.split(sep).join('/');
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error
    ? String(error.code)
    : '';
}

/** The text of a file; undefined when there is none. */
export async function readIfThere(
  cwd: string,
  path: string,
): Promise<string | undefined> {
  try {
    return await readFile(resolve(cwd, path), 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') {
      return undefined;
    }
    throw new CommandFailure(
      `${shown(cwd, path)} cannot be read (${codeOf(error)}).`,
    );
  }
}

/** The text of a file that has to be there. */
export async function readText(cwd: string, path: string): Promise<string> {
  const text = await readIfThere(cwd, path);
  if (text === undefined) {
    throw new CommandFailure(`There is no file ${shown(cwd, path)}.`);
  }
  return text;
}

/** The files below a folder that a test accepts, in the order of their paths. */
export async function listFiles(
  cwd: string,
  folder: string,
  accepts: (name: string) => boolean,
): Promise<string[]> {
  const found: string[] = [];
  const walk = async (at: string): Promise<void> => {
    const entries = await readdir(at, { withFileTypes: true }).catch(() => []);
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(at, entry.name);
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) {
        await walk(path);
      } else if (entry.isFile() && accepts(entry.name)) {
        if (found.length === MAX_FILES) {
          throw new CommandFailure(
            `There are more than ${MAX_FILES} files below ${shown(
              cwd,
              folder,
            )}. Name the ones you mean.`,
          );
        }
        found.push(shown(cwd, path));
      }
    }
  };
  await walk(resolve(cwd, folder));
  return found;
}

/** The files that arguments name: a file as it is, of a folder those that are accepted. */
export async function expand(
  cwd: string,
  paths: readonly string[],
  accepts: (name: string) => boolean,
): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    const info = await stat(resolve(cwd, path)).catch(() => undefined);
    if (!info) {
      throw new CommandFailure(`There is no ${shown(cwd, path)}.`);
    }
    found.push(
      ...(info.isDirectory()
        ? await listFiles(cwd, path, accepts)
        : [shown(cwd, path)]),
    );
  }
  return [...new Set(found)];
}

/** Writes a file, with the folders to it. */
export async function writeText(
  cwd: string,
  path: string,
  text: string,
): Promise<void> {
  const file = resolve(cwd, path);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (error) {
    throw new CommandFailure(
      `${shown(cwd, path)} cannot be written (${codeOf(error)}).`,
    );
  }
}

/** Removes a file. */
export async function removeFile(cwd: string, path: string): Promise<void> {
  await rm(resolve(cwd, path), { force: true });
}

/** Whether a name is that of a YAML file. */
export function isYaml(name: string): boolean {
  return /\.ya?ml$/.test(name);
}
