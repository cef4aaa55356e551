import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import { realpath, stat } from 'node:fs/promises';
import { dirname, join, posix, resolve, sep } from 'node:path';

/** The layers of a path that names none: what all paths share, then its own. @public */
export const DEFAULT_LAYERS = ['../_common/skeleton', './skeleton'] as const;

const FILE = 'file://';

/**
 * A layer as a path below the folder that holds all templates.
 *
 * @throws InputError for one that leads out of it.
 */
function belowRoot(layer: string, template: string): string {
  const path = posix.normalize(posix.join(template, layer));
  const leadsOut =
    layer.includes('\\') ||
    layer.includes(':') ||
    layer.includes('%') ||
    posix.isAbsolute(layer) ||
    path === '.' ||
    path.split('/').includes('..');
  if (leadsOut) {
    throw new InputError(
      `The layer "${layer}" is not in the folder of the templates. Name one relative to template.yaml, such as ./skeleton or ../_common/skeleton.`,
    );
  }
  return path;
}

async function locateFile(
  templateFile: string,
  layer: string,
): Promise<string> {
  const templateDir = dirname(templateFile);
  const root = resolve(templateDir, '..');
  const wanted = join(root, belowRoot(layer, templateDir.split(sep).at(-1)!));
  const missing = new InputError(
    `There is no folder ${layer} beside the template.`,
  );
  const [real, realRoot] = await Promise.all([
    realpath(wanted).catch(() => undefined),
    realpath(root),
  ]);
  // Links must not lead out either.
  if (real === undefined || !real.startsWith(`${realRoot}${sep}`)) {
    throw missing;
  }
  if (!(await stat(real)).isDirectory()) {
    throw missing;
  }
  return real;
}

/**
 * Finds the layers of a template, wherever it is registered from, and brings them to disk. Only what
 * lies in the folder that holds the template's own folder can be a layer.
 *
 * @param options.baseUrl - Where template.yaml is: `file:///…` or a URL of an integration.
 * @param options.createDirectory - Makes an empty folder for one layer.
 * @returns absolute folders, in the order of the layers.
 * @throws InputError
 * @public
 */
export async function fetchLayers(options: {
  baseUrl: string;
  layers: readonly string[];
  reader: UrlReaderService;
  integrations: ScmIntegrationRegistry;
  createDirectory(): Promise<string>;
}): Promise<string[]> {
  const { baseUrl, layers, reader, integrations, createDirectory } = options;
  if (baseUrl.startsWith(FILE)) {
    return Promise.all(
      layers.map(layer => locateFile(baseUrl.slice(FILE.length), layer)),
    );
  }
  const integration = integrations.byUrl(baseUrl);
  if (!integration) {
    throw new InputError(
      `The template is at ${baseUrl}, and no integration knows that host.`,
    );
  }
  const dirs: string[] = [];
  for (const layer of layers) {
    // Only for the check: the URL is resolved as its host does it.
    belowRoot(layer, 'template');
    const url = integration.resolveUrl({ url: layer, base: baseUrl });
    const tree = await reader.readTree(url);
    const targetDir = await createDirectory();
    await tree.dir({ targetDir });
    dirs.push(targetDir);
  }
  return dirs;
}
