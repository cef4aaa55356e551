import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { GoValue } from '../../composition/go/goTypeName';
import { isMap, sortedKeys } from '../goTemplate/goValues';
import { normalizeName } from '../names';
import type { GitGenerator, Parameters } from '../types';
import type { Generate, GeneratorContext } from './generatorTypes';
import { matchesDirectory, matchesFile } from './matchPath';
import { withValues } from './templatedValues';

/** One parameter set per directory, or per file and element in it. */
export const generateGit: Generate<GitGenerator> = async (
  generator,
  context,
) => {
  try {
    const parameters = generator.directories
      ? await fromDirectories(generator, context)
      : await fromFiles(generator, context);
    return parameters.map(it => withValues(it, generator.values, context));
  } catch (error) {
    throw new Error(
      `error generating params from git: ${(error as Error).message}`,
    );
  }
};

async function filesOf(
  { repoURL, revision = '' }: GitGenerator,
  { git }: GeneratorContext,
): Promise<{ sha: string; files: string[] }> {
  try {
    const sha = await git.resolveRevision(repoURL, revision || 'HEAD', {
      fresh: true,
    });
    return { sha, files: await git.listFiles(repoURL, sha) };
  } catch (error) {
    throw new Error(
      `rpc error: code = Internal desc = unable to resolve git revision : ${
        (error as Error).message
      }`,
    );
  }
}

async function fromDirectories(
  generator: GitGenerator,
  context: GeneratorContext,
): Promise<Parameters[]> {
  let files: string[];
  try {
    ({ files } = await filesOf(generator, context));
  } catch (error) {
    throw new Error(
      `error getting directories from repo: error retrieving Git Directories: ${
        (error as Error).message
      }`,
    );
  }
  const all = new Set<string>();
  for (const file of files) {
    const parts = file.split('/').slice(0, -1);
    parts.forEach((_, index) => {
      // Hidden folders, and what is in them, do not count.
      if (parts.slice(0, index + 1).every(it => !it.startsWith('.'))) {
        all.add(parts.slice(0, index + 1).join('/'));
      }
    });
  }
  const rules = generator.directories ?? [];
  return [...all]
    .filter(
      each =>
        rules.some(it => !it.exclude && matchesDirectory(it.path, each)) &&
        !rules.some(it => it.exclude && matchesDirectory(it.path, each)),
    )
    .sort()
    .map(each => pathParameters(each, undefined, generator, context));
}

async function fromFiles(
  generator: GitGenerator,
  context: GeneratorContext,
): Promise<Parameters[]> {
  let found: { sha: string; files: string[] };
  try {
    found = await filesOf(generator, context);
  } catch (error) {
    throw new Error(`error retrieving Git files: ${(error as Error).message}`);
  }
  const rules = generator.files ?? [];
  const wanted = found.files
    .filter(
      each =>
        rules.some(it => !it.exclude && matchesFile(it.path, each)) &&
        !rules.some(it => it.exclude && matchesFile(it.path, each)),
    )
    .sort();
  const result: Parameters[] = [];
  for (const file of wanted) {
    const text = await context.git.readFile(generator.repoURL, found.sha, file);
    const place = pathParameters(
      path.posix.dirname(file),
      file,
      generator,
      context,
    );
    for (const content of contentsOf(file, text)) {
      result.push(
        context.goTemplate
          ? { ...content, ...place }
          : { ...flattened(content), ...place },
      );
    }
  }
  return result;
}

function contentsOf(file: string, text: string): Parameters[] {
  const problem = (why: string) =>
    new Error(`unable to process file '${file}': unable to parse file: ${why}`);
  const documents = parseAllDocuments(text);
  const first = Array.isArray(documents) ? documents[0] : undefined;
  if (!first) return [{}];
  if (first.errors[0]) throw problem(first.errors[0].message);
  const value = first.toJS() as GoValue;
  if (Array.isArray(value)) return value as Parameters[];
  if (value === null) return [{}];
  if (!isMap(value)) throw problem('it is neither an object nor a list');
  return [value];
}

function pathParameters(
  directory: string,
  file: string | undefined,
  { pathParamPrefix }: GitGenerator,
  { goTemplate }: GeneratorContext,
): Parameters {
  const basename = path.posix.basename(directory);
  const filename = file && path.posix.basename(file);
  const parts = directory.split('/');
  if (goTemplate) {
    const value: Parameters = {
      path: directory,
      basename,
      basenameNormalized: normalizeName(basename),
      segments: parts,
      ...(filename && {
        filename,
        filenameNormalized: normalizeName(filename),
      }),
    };
    const wrapped = { path: value as GoValue };
    return pathParamPrefix
      ? { [pathParamPrefix]: wrapped as GoValue }
      : wrapped;
  }
  const name = pathParamPrefix ? `${pathParamPrefix}.path` : 'path';
  const result: Parameters = {
    [name]: directory,
    [`${name}.basename`]: basename,
    [`${name}.basenameNormalized`]: normalizeName(basename),
    ...(filename && {
      [`${name}.filename`]: filename,
      [`${name}.filenameNormalized`]: normalizeName(filename),
    }),
  };
  parts.forEach((part, index) => {
    if (part) result[`${name}[${index}]`] = part;
  });
  return result;
}

/** A file's content under dotted names, as `{{name}}` knows it. */
function flattened(value: Parameters, prefix = ''): Parameters {
  const result: Parameters = {};
  for (const key of sortedKeys(value)) {
    const name = prefix ? `${prefix}.${key}` : key;
    const each = value[key];
    if (isMap(each)) Object.assign(result, flattened(each, name));
    else if (Array.isArray(each)) {
      const items = Object.fromEntries(each.map((it, index) => [index, it]));
      Object.assign(result, flattened(items, name));
    } else if (each !== null) result[name] = each;
  }
  return result;
}
