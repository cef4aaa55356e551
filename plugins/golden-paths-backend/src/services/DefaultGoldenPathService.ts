import type { CatalogService } from '@backstage/plugin-catalog-node';
import { ConflictError } from '@backstage/errors';
import {
  validateCatalogInfo,
  type CatalogReport,
  type UpdatePreview,
  type UpdateResult,
} from '@cairn/plugin-golden-paths-common';
import type { Outdated, UpdateOpener } from '../update/UpdateOpener';
import { UpdateImpossibleError } from '../update/UpdateImpossibleError';
import type { ServiceOrigin, UpdateReader } from '../update/UpdateReader';
import type { AsUser, NameQuery, ServiceQuery } from './GoldenPathService';
import type { NameChecker } from './NameChecker';
import type { PathReader } from './PathReader';
import type { ProvisionerReader } from './ProvisionerReader';

const LOOKUP_BATCH = 200;

/** Everything golden paths do, once it has been decided that the person may. */
export class DefaultGoldenPathService {
  readonly #catalog: CatalogService;
  readonly #paths: PathReader;
  readonly #names: NameChecker;
  readonly #provisioners: ProvisionerReader;
  readonly #updates: UpdateReader;
  readonly #opener: UpdateOpener;

  static create(options: {
    catalog: CatalogService;
    paths: PathReader;
    names: NameChecker;
    provisioners: ProvisionerReader;
    updates: UpdateReader;
    opener: UpdateOpener;
  }): DefaultGoldenPathService {
    return new DefaultGoldenPathService(options);
  }

  private constructor(options: {
    catalog: CatalogService;
    paths: PathReader;
    names: NameChecker;
    provisioners: ProvisionerReader;
    updates: UpdateReader;
    opener: UpdateOpener;
  }) {
    this.#catalog = options.catalog;
    this.#paths = options.paths;
    this.#names = options.names;
    this.#provisioners = options.provisioners;
    this.#updates = options.updates;
    this.#opener = options.opener;
  }

  async listPaths(user: AsUser) {
    return this.#paths.list(user);
  }

  async listServices(query: ServiceQuery, user: AsUser) {
    return this.#paths.listServices(query, user);
  }

  async checkName(query: NameQuery, user: AsUser) {
    return this.#names.check(query, user);
  }

  async listProvisioners() {
    return this.#provisioners.list();
  }

  async getOrigin(entityRef: string, user: AsUser): Promise<ServiceOrigin> {
    return this.#updates.read(entityRef, user);
  }

  async previewUpdate(origin: ServiceOrigin): Promise<UpdatePreview> {
    return this.#opener.preview(outdated(origin));
  }

  async openUpdate(
    origin: ServiceOrigin,
    options: { version: string; requestedBy: string },
  ): Promise<UpdateResult> {
    const service = outdated(origin);
    const { newest } = origin.status;
    if (options.version !== newest) {
      throw new ConflictError(
        `The newest version is ${newest} by now, not ${options.version}. Look at what it changes, then try again.`,
      );
    }
    return this.#opener.open(service, options);
  }

  async validateCatalogInfo(
    request: { text: string; file?: string },
    user: AsUser,
  ): Promise<CatalogReport> {
    const { text, file = 'catalog-info.yaml' } = request;
    return validateCatalogInfo({
      files: [{ file, text }],
      lookup: refs => this.#lookup(refs, user),
    });
  }

  async #lookup(refs: string[], user: AsUser): Promise<Set<string>> {
    const found = new Set<string>();
    for (let at = 0; at < refs.length; at += LOOKUP_BATCH) {
      const entityRefs = refs.slice(at, at + LOOKUP_BATCH);
      const { items } = await this.#catalog.getEntitiesByRefs(
        { entityRefs, fields: ['kind', 'metadata.name'] },
        user,
      );
      entityRefs.forEach((ref, index) => items[index] && found.add(ref));
    }
    return found;
  }
}

/** @throws ConflictError when it is not behind; UpdateImpossibleError when there is nothing to act on */
function outdated({
  ref,
  template,
  repository,
  status,
}: ServiceOrigin): Outdated {
  if (status.state === 'unknown' || !template) {
    throw new UpdateImpossibleError(
      `${
        status.reason ?? 'Its version is not known.'
      } So nothing can be brought.`,
    );
  }
  if (status.state !== 'behind') {
    throw new ConflictError(
      `${ref} has version ${status.version}, and the newest is ${status.newest}: there is nothing to bring.`,
    );
  }
  if (!repository) {
    throw new UpdateImpossibleError(
      `${ref} does not come from a repository of a git host the portal knows. Register its catalog-info.yaml from there.`,
    );
  }
  return { ref, template, repository };
}
