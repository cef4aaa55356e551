import {
  ANNOTATION_LOCATION,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { NotFoundError } from '@backstage/errors';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  isGoldenPath,
  ownerOf,
  readGoldenPath,
  scaffoldedFrom,
  versionState,
  type UpdateStatus,
} from '@cairn/plugin-golden-paths-common';
import type { AsUser } from '../services/GoldenPathService';
import { locateRepository, type LocatedRepository } from './locateRepository';

/** A service and its path, as the catalog has them. */
export interface ServiceOrigin {
  ref: string;
  owner?: string;
  template?: Entity;
  repository?: LocatedRepository;
  status: Omit<UpdateStatus, 'mayUpdate'>;
}

/** Reads from the catalog how a service stands to its path. */
export class UpdateReader {
  readonly #catalog: CatalogService;
  readonly #integrations: ScmIntegrationRegistry;

  static create(options: {
    catalog: CatalogService;
    integrations: ScmIntegrationRegistry;
  }): UpdateReader {
    return new UpdateReader(options);
  }

  private constructor(options: {
    catalog: CatalogService;
    integrations: ScmIntegrationRegistry;
  }) {
    this.#catalog = options.catalog;
    this.#integrations = options.integrations;
  }

  /** @throws NotFoundError for an entity the person cannot see. */
  async read(entityRef: string, user: AsUser): Promise<ServiceOrigin> {
    const entity = await this.#catalog.getEntityByRef(entityRef, user);
    if (!entity) {
      throw new NotFoundError(`There is no ${entityRef} in the catalog.`);
    }
    const ref = stringifyEntityRef(entity);
    const owner = ownerOf(entity);
    const repository = locateRepository(entity, this.#integrations);
    const from = scaffoldedFrom(entity);
    const found =
      from && (await this.#catalog.getEntityByRef(from.templateRef, user));
    const template = found && isGoldenPath(found) ? found : undefined;
    const path = template && readGoldenPath(template);
    const version = from?.version;
    const newest = path?.version;
    const state = versionState(version, newest);
    const reason =
      state === 'unknown' ? whyUnknown(from?.templateRef, path, version) : '';
    return {
      ref,
      ...(owner && { owner }),
      ...(template && { template }),
      ...(repository && { repository }),
      status: {
        ref,
        ...(from && {
          template: {
            ref: from.templateRef,
            ...(path && { title: path.title }),
          },
        }),
        ...(version && { version }),
        ...(newest && { newest }),
        state,
        ...(reason && { reason }),
        ...(repository && { repository: repository.ref }),
      },
    };
  }
}

function whyUnknown(
  templateRef: string | undefined,
  path: { version?: string } | undefined,
  version: string | undefined,
): string {
  if (!templateRef) {
    return 'It was not made from a golden path.';
  }
  if (!path) {
    return `Its golden path ${templateRef} is not in the catalog any more.`;
  }
  return version
    ? `The versions ${version} and ${path.version} cannot be compared.`
    : 'It does not say from which version of its golden path it was made.';
}

/** Where a template was read from, as a base for its layers: `file:///…` or a URL. */
export function templateAddress(template: Entity): string | undefined {
  const location = template.metadata.annotations?.[ANNOTATION_LOCATION] ?? '';
  if (location.startsWith('url:')) {
    return location.slice('url:'.length);
  }
  return location.startsWith('file:')
    ? `file://${location.slice('file:'.length)}`
    : undefined;
}
