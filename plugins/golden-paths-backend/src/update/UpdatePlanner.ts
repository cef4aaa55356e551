import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  LoggerService,
  UrlReaderService,
} from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { ConflictError, isError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import {
  mergeRepository,
  parseTemplateFile,
  readGoldenPath,
  TEMPLATE_FILE,
  VENDOR_BRANCH,
  versionState,
  type FileChange,
  type TemplateFile,
} from '@cairn/plugin-golden-paths-common';
import {
  fetchLayers,
  readRecipe,
  renderGoldenPath,
  type FileChange as FileEdit,
  type GitClone,
  type RenderedFile,
} from '@cairn/plugin-golden-paths-node';
import type { ProvisionerReader } from '../services/ProvisionerReader';
import { editsBetween } from './editsBetween';
import { UpdateImpossibleError } from './UpdateImpossibleError';
import { templateAddress } from './UpdateReader';

/** The branch that is released from. */
export const MAIN_BRANCH = 'main';
const MAX_COMMITS = 200;

/** What is to be committed for a newer version. */
export interface UpdatePlan {
  version: string;
  newest: string;
  /** The tips of the branches the plan was made for. */
  main: string;
  vendor: string;
  /** From the vendor branch to what the newer skeleton makes. */
  vendorEdits: FileEdit[];
  /** From main to the merged files. */
  edits: FileEdit[];
  files: FileChange[];
}

/** Works out what a newer version of a path changes in a repository. */
export class UpdatePlanner {
  readonly #options: {
    integrations: ScmIntegrationRegistry;
    reader: UrlReaderService;
    provisioners: ProvisionerReader;
    logger: LoggerService;
  };

  static create(options: {
    integrations: ScmIntegrationRegistry;
    reader: UrlReaderService;
    provisioners: ProvisionerReader;
    logger: LoggerService;
  }): UpdatePlanner {
    return new UpdatePlanner(options);
  }

  private constructor(options: {
    integrations: ScmIntegrationRegistry;
    reader: UrlReaderService;
    provisioners: ProvisionerReader;
    logger: LoggerService;
  }) {
    this.#options = options;
  }

  /**
   * Compares three trees: what the path made then, what it makes now with the values that were kept,
   * and what is on main.
   *
   * @throws ConflictError when main has the newest version already
   * @throws UpdateImpossibleError when the repository lacks what is compared
   */
  async plan(clone: GitClone, template: Entity): Promise<UpdatePlan> {
    const { ref, version: newest = '' } = readGoldenPath(template);
    const main = await clone.fetch(MAIN_BRANCH, { depth: 1 });
    const kept = await readKept(clone, main);
    if (!kept || 'problem' in kept) {
      throw new UpdateImpossibleError(
        `${
          kept?.problem ?? `There is no ${TEMPLATE_FILE} on ${MAIN_BRANCH}.`
        } Bring it back from the branch ${VENDOR_BRANCH}.`,
      );
    }
    const { file } = kept;
    if (file.template !== ref) {
      throw new UpdateImpossibleError(
        `${TEMPLATE_FILE} names ${file.template}, the catalog ${ref}. Correct the one that is wrong.`,
      );
    }
    if (versionState(file.version, newest) !== 'behind') {
      throw new ConflictError(
        `The repository has version ${file.version} already; the catalog follows within minutes.`,
      );
    }
    const vendor = await fetchVendor(clone);
    const base = await findBase(clone, vendor, file.version);
    const theirs = await this.#render(template, file);
    const ours = await clone.readTree(main);
    const { files, changes } = mergeRepository({
      ours: treeOf(ours),
      base: treeOf(await clone.readTree(base)),
      theirs: treeOf(theirs),
      labels: {
        ours: MAIN_BRANCH,
        base: `golden path ${file.version}`,
        theirs: `golden path ${newest}`,
      },
    });
    return {
      version: file.version,
      newest,
      main,
      vendor,
      vendorEdits: editsBetween(
        treeOf(await clone.readTree(vendor)),
        treeOf(theirs),
      ),
      edits: editsBetween(treeOf(ours), files),
      files: changes,
    };
  }

  async #render(template: Entity, kept: TemplateFile): Promise<RenderedFile[]> {
    const { integrations, reader, provisioners, logger } = this.#options;
    const { ref, version = '' } = readGoldenPath(template);
    const baseUrl = templateAddress(template);
    if (!baseUrl) {
      throw new UpdateImpossibleError(
        `The portal does not know where ${ref} was read from. Ask the platform team.`,
      );
    }
    const recipe = readRecipe({ spec: template.spec });
    const folder = await mkdtemp(join(tmpdir(), 'cairn-skeleton-'));
    let layer = 0;
    try {
      const skeletons = await fetchLayers({
        baseUrl,
        layers: recipe.layers,
        reader,
        integrations,
        createDirectory: async () => {
          layer += 1;
          return mkdtemp(join(folder, `${layer}-`));
        },
      });
      const { items } = await provisioners.list();
      return await renderGoldenPath({
        template: { ref, version },
        recipe,
        skeletons,
        values: { ...parameterDefaults(template), ...kept.values },
        provisioners: items,
        logger,
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** What the newer form proposes, for questions the older one did not ask. */
function parameterDefaults(template: Entity): TemplateFile['values'] {
  const { parameters } = (template.spec ?? {}) as { parameters?: unknown };
  const steps: unknown[] = Array.isArray(parameters)
    ? parameters
    : [parameters];
  const found: TemplateFile['values'] = {};
  for (const step of steps) {
    const { properties } = (step ?? {}) as {
      properties?: Record<string, { default?: TemplateFile['values'][string] }>;
    };
    for (const [name, property] of Object.entries(properties ?? {})) {
      if (property?.default !== undefined) {
        found[name] = property.default;
      }
    }
  }
  return found;
}

async function readKept(clone: GitClone, commit: string) {
  const content = await clone.readFile(commit, TEMPLATE_FILE);
  return content && parseTemplateFile(content.toString('utf8'));
}

async function fetchVendor(clone: GitClone): Promise<string> {
  try {
    return await clone.fetch(VENDOR_BRANCH);
  } catch (error) {
    if (isError(error) && error.name === 'NotFoundError') {
      throw new UpdateImpossibleError(
        `The repository has no branch ${VENDOR_BRANCH}, which holds what the path made. Push it again from the first commit.`,
      );
    }
    throw error;
  }
}

/** The newest commit of the vendor branch that has the version main was last brought to. */
async function findBase(
  clone: GitClone,
  vendor: string,
  version: string,
): Promise<string> {
  for (const { commit } of await clone.log(vendor, { limit: MAX_COMMITS })) {
    const kept = await readKept(clone, commit);
    if (kept && 'file' in kept && kept.file.version === version) {
      return commit;
    }
  }
  throw new UpdateImpossibleError(
    `The branch ${VENDOR_BRANCH} has no commit with version ${version}, so what was changed since cannot be told.`,
  );
}

function treeOf(files: readonly RenderedFile[]) {
  return new Map(
    files.map(({ path, content, executable }) => [
      path,
      { content, executable },
    ]),
  );
}
