import { readFile, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { resolveSafeChildPath } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { parse } from 'yaml';

/** A document: where it is below the documents' folder, what it says. */
export interface Page {
  /** With forward slashes, for example `guides/start.md`. */
  file: string;
  title: string;
  markdown: string;
}

/** Everything a site is made of. */
export interface Site {
  name: string;
  description: string;
  /** In the order of the navigation. */
  pages: Page[];
  /** Pictures. */
  assets: Array<{ file: string; content: Buffer }>;
}

const PICTURES = /\.(png|jpe?g|gif|webp|svg)$/i;
const MAX_FILES = 2_000;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function readConfig(folder: string): Promise<Record<string, unknown>> {
  for (const name of ['mkdocs.yml', 'mkdocs.yaml']) {
    let text: string;
    try {
      text = await readFile(path.join(folder, name), 'utf8');
    } catch {
      continue;
    }
    // Tags of mkdocs plugins are for Python; as text they do no harm.
    const config: unknown = parse(text, { logLevel: 'silent' });
    if (!isRecord(config)) {
      throw new InputError(`${name} must be a YAML object with site_name.`);
    }
    return config;
  }
  return {};
}

/** Files of a folder and those below it, by their path from it; links that lead out of it are left out. */
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, {
    recursive: true,
    withFileTypes: true,
  }).catch(() => {
    throw new InputError(
      `There is no folder "${path.basename(
        folder,
      )}" beside mkdocs.yml to read documents from.`,
    );
  });
  const files = entries
    .filter(entry => entry.isFile())
    .map(entry =>
      path
        .relative(folder, path.join(entry.parentPath, entry.name))
        .split(path.sep)
        .join('/'),
    )
    .sort();
  if (files.length > MAX_FILES) {
    throw new InputError(
      `There are more than ${MAX_FILES} files of documents.`,
    );
  }
  return files;
}

/** `nav` flattened: pages with the titles it gives them. */
function navigation(nav: unknown): Array<{ file: string; title?: string }> {
  if (!Array.isArray(nav)) return [];
  return nav.flatMap((entry: unknown) => {
    if (typeof entry === 'string') return [{ file: entry }];
    if (!isRecord(entry)) return [];
    return Object.entries(entry).flatMap(([title, value]) =>
      typeof value === 'string' ? [{ file: value, title }] : navigation(value),
    );
  });
}

function titleOf(file: string, markdown: string): string {
  const heading = /^#\s+(.+?)\s*#*$/m.exec(markdown)?.[1];
  const words = path.posix.basename(file, '.md').replace(/[-_]+/g, ' ');
  return heading ?? words.charAt(0).toLocaleUpperCase('en-US') + words.slice(1);
}

/**
 * Reads the documents of a component from its folder.
 *
 * @throws InputError naming the file that is missing or cannot be read.
 */
export async function readSite(
  inputDir: string,
  fallbackName = 'Documents',
): Promise<Site> {
  const folder = await realpath(inputDir);
  const config = await readConfig(folder);
  const docsDir =
    typeof config.docs_dir === 'string' ? config.docs_dir : 'docs';
  const docs = resolveSafeChildPath(folder, docsDir);
  const files = await filesOf(docs);
  const documents = files.filter(file => file.endsWith('.md'));
  const wanted = navigation(config.nav).filter(({ file }) =>
    file.endsWith('.md'),
  );
  const missing = wanted.find(({ file }) => !documents.includes(file));
  if (missing) {
    throw new InputError(
      `mkdocs.yml names "${missing.file}", which is not in ${docsDir}.`,
    );
  }
  const named = wanted.map(({ file }) => file);
  const order: Array<{ file: string; title?: string }> = [
    ...wanted,
    ...documents
      .filter(file => !named.includes(file))
      // The first page first.
      .sort((a, b) => Number(b === 'index.md') - Number(a === 'index.md'))
      .map(file => ({ file })),
  ];
  const pages = await Promise.all(
    order.map(async ({ file, title }) => {
      const markdown = await readFile(resolveSafeChildPath(docs, file), 'utf8');
      return { file, title: title ?? titleOf(file, markdown), markdown };
    }),
  );
  if (!documents.includes('index.md')) {
    throw new InputError(`${docsDir} has no index.md to begin with.`);
  }
  const assets = await Promise.all(
    files
      .filter(file => PICTURES.test(file))
      .map(async file => ({
        file,
        content: await readFile(resolveSafeChildPath(docs, file)),
      })),
  );
  const text = (value: unknown, fallback: string) =>
    typeof value === 'string' ? value : fallback;
  return {
    name: text(config.site_name, fallbackName),
    description: text(config.site_description, ''),
    pages,
    assets,
  };
}
