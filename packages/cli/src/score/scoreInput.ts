import { dirname, join } from 'node:path';
import {
  parsePlatformFile,
  PLATFORM_FILE,
  type DeployOptions,
  type PlatformFile,
} from '@cairn/plugin-golden-paths-common';
import {
  parseScore,
  provisionersOf,
  standardEnvironment,
  type Provisioner,
} from '@cairn/plugin-score-common';
import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { parseAllDocuments } from 'yaml';
import { CommandFailure } from '../io/exitCodes';
import { expand, isYaml, readIfThere, readText, shown } from '../io/files';
import type { Terminal } from '../io/Terminal';

/** What the commands of `cairn score` have in common. */
export interface ScoreOptions {
  environment?: string;
  owner?: string;
  component?: string;
  image?: Record<string, string>;
  xrds?: string[];
}

const ENVIRONMENTS = ['dev', 'prod'];

async function readObjects(
  terminal: Terminal,
  paths: readonly string[],
): Promise<KubernetesObject[]> {
  const objects: KubernetesObject[] = [];
  for (const path of await expand(terminal.cwd, paths, isYaml)) {
    const parsed = parseAllDocuments(await readText(terminal.cwd, path));
    for (const document of Array.isArray(parsed) ? parsed : []) {
      const [error] = document.errors;
      if (error) {
        throw new CommandFailure(`${path} is no valid YAML: ${error.message}`);
      }
      const value: unknown = document.toJS({ maxAliasCount: 100 });
      if (typeof value === 'object' && value !== null && 'kind' in value) {
        objects.push(value as KubernetesObject);
      }
    }
  }
  return objects;
}

async function readProvisioners(
  terminal: Terminal,
  paths: readonly string[],
): Promise<Provisioner[]> {
  const objects = await readObjects(terminal, paths);
  const ofKind = (kind: string) => objects.filter(it => it.kind === kind);
  const { items, problems } = provisionersOf({
    xrds: ofKind('CompositeResourceDefinition'),
    compositions: ofKind('Composition'),
  });
  for (const problem of problems) {
    terminal.err(`warning: ${problem}`);
  }
  return items;
}

/** What the repository or the flags say of the platform. */
async function readPlatform(
  terminal: Terminal,
  folder: string,
  options: ScoreOptions,
): Promise<PlatformFile> {
  const path = join(folder, PLATFORM_FILE);
  const text = await readIfThere(terminal.cwd, path);
  const parsed = text === undefined ? undefined : parsePlatformFile(text);
  if (parsed && 'problem' in parsed) {
    throw new CommandFailure(parsed.problem);
  }
  const kept = parsed?.file;
  const owner = options.owner ?? kept?.owner;
  if (!owner) {
    throw new CommandFailure(
      `There is no ${shown(
        terminal.cwd,
        path,
      )}, so the team is not known. Name it: --owner payments.`,
    );
  }
  const environments =
    kept && !options.owner
      ? kept.environments
      : ENVIRONMENTS.map(name => standardEnvironment({ name, owner }));
  const component = options.component ?? kept?.component;
  const images = { ...kept?.images, ...options.image };
  return {
    owner,
    ...(component && { component }),
    ...(Object.keys(images).length > 0 && { images }),
    environments: withEnvironment(environments, options.environment, owner),
    provisioners: options.xrds
      ? await readProvisioners(terminal, options.xrds)
      : kept?.provisioners ?? provisionersOf({ xrds: [] }).items,
  };
}

function withEnvironment(
  environments: PlatformFile['environments'],
  wanted: string | undefined,
  owner: string,
): PlatformFile['environments'] {
  return wanted && environments.every(({ name }) => name !== wanted)
    ? [...environments, standardEnvironment({ name: wanted, owner })]
    : environments;
}

/** The files that containers mount, by the path in `source`. */
async function readMounted(
  terminal: Terminal,
  folder: string,
  text: string,
): Promise<Record<string, string>> {
  const { workload } = parseScore({ text });
  const found: Record<string, string> = {};
  for (const container of Object.values(workload?.containers ?? {})) {
    for (const file of Object.values(container.files ?? {})) {
      const { source } = file;
      const content =
        source === undefined
          ? undefined
          : await readIfThere(terminal.cwd, join(folder, source));
      if (source !== undefined && content !== undefined) {
        found[source] = content;
      }
    }
  }
  return found;
}

/** Reads everything a workload file is rendered with: what stands beside it, and what the flags say. */
export async function readScoreInput(
  terminal: Terminal,
  file: string,
  options: ScoreOptions,
): Promise<DeployOptions & { folder: string }> {
  const folder = dirname(file);
  const score = await readText(terminal.cwd, file);
  const platform = await readPlatform(terminal, folder, options);
  const overrides: Record<string, string | undefined> = {};
  for (const { name } of platform.environments) {
    overrides[name] = await readIfThere(
      terminal.cwd,
      join(folder, 'overrides', `${name}.yaml`),
    );
  }
  return {
    folder,
    score,
    scoreFile: shown(terminal.cwd, file),
    platform,
    overrides,
    files: await readMounted(terminal, folder, score),
    ...(options.environment && { environment: options.environment }),
  };
}
