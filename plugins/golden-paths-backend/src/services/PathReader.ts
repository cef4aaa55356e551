import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  countAdoption,
  isGoldenPath,
  ownerOf,
  readGoldenPath,
  SCAFFOLDED_FROM_ANNOTATION,
  scaffoldedFrom,
  versionState,
  type GoldenPathList,
  type ScaffoldedService,
  type ScaffoldedServiceList,
} from '@cairn/plugin-golden-paths-common';
import type { AsUser, ServiceQuery } from './GoldenPathService';

const DEFAULT_LIMIT = 50;

const TEMPLATE_FIELDS = ['kind', 'metadata', 'spec.type', 'relations'];
const SERVICE_FIELDS = [
  'kind',
  'metadata.name',
  'metadata.namespace',
  'metadata.title',
  'metadata.annotations',
  'spec.scaffoldedFrom',
  'relations',
];

/** Reads paths and their services from the catalog, as the person sees it. */
export class PathReader {
  readonly #catalog: CatalogService;

  static create(options: { catalog: CatalogService }): PathReader {
    return new PathReader(options.catalog);
  }

  private constructor(catalog: CatalogService) {
    this.#catalog = catalog;
  }

  /** Every path, by title. */
  async list(user: AsUser): Promise<GoldenPathList> {
    const [{ items: templates }, services] = await Promise.all([
      this.#catalog.getEntities(
        { filter: { kind: 'Template' }, fields: TEMPLATE_FIELDS },
        user,
      ),
      this.#services(user),
    ]);
    const versions = new Map<string, (string | undefined)[]>();
    for (const entity of services) {
      const from = scaffoldedFrom(entity);
      if (from) {
        const known = versions.get(from.templateRef) ?? [];
        versions.set(from.templateRef, [...known, from.version]);
      }
    }
    const items = templates
      .filter(isGoldenPath)
      .map(readGoldenPath)
      .map(path => ({
        ...path,
        adoption: countAdoption(versions.get(path.ref) ?? [], path.version),
      }))
      .sort((one, other) => one.title.localeCompare(other.title, 'en'));
    return { items };
  }

  /** The services of a path, by reference, in pages. */
  async listServices(
    query: ServiceQuery,
    user: AsUser,
  ): Promise<ScaffoldedServiceList> {
    const ref = stringifyEntityRef({ kind: 'template', ...query });
    const [template, services] = await Promise.all([
      this.#catalog.getEntityByRef(ref, user),
      this.#services(user),
    ]);
    if (!template || !isGoldenPath(template)) {
      throw new NotFoundError(`There is no golden path ${ref}.`);
    }
    const newest = readGoldenPath(template).version;
    const all = services
      .filter(entity => scaffoldedFrom(entity)?.templateRef === ref)
      .map(entity => describe(entity, newest))
      .filter(
        ({ state, owner }) =>
          (!query.state || state === query.state) &&
          (!query.owner || owner === query.owner),
      )
      .sort((one, other) => (one.ref < other.ref ? -1 : 1));
    const after = query.cursor ? readCursor(query.cursor) : '';
    const rest = all.filter(service => service.ref > after);
    const items = rest.slice(0, query.limit ?? DEFAULT_LIMIT);
    const last = items.at(-1);
    return {
      items,
      totalItems: all.length,
      ...(last &&
        rest.length > items.length && { nextCursor: writeCursor(last.ref) }),
    };
  }

  async #services(user: AsUser): Promise<Entity[]> {
    const { items } = await this.#catalog.getEntities(
      {
        filter: [
          {
            [`metadata.annotations.${SCAFFOLDED_FROM_ANNOTATION}`]:
              CATALOG_FILTER_EXISTS,
          },
          { 'spec.scaffoldedFrom': CATALOG_FILTER_EXISTS },
        ],
        fields: SERVICE_FIELDS,
      },
      user,
    );
    return items;
  }
}

function describe(
  entity: Entity,
  newest: string | undefined,
): ScaffoldedService {
  const { title } = entity.metadata;
  const owner = ownerOf(entity);
  const version = scaffoldedFrom(entity)?.version;
  return {
    ref: stringifyEntityRef(entity),
    ...(title && { title }),
    ...(owner && { owner }),
    ...(version && { version }),
    ...(newest && { newest }),
    state: versionState(version, newest),
  };
}

function writeCursor(ref: string): string {
  return Buffer.from(ref, 'utf8').toString('base64url');
}

function readCursor(cursor: string): string {
  const ref = Buffer.from(cursor, 'base64url').toString('utf8');
  if (writeCursor(ref) !== cursor || !ref.includes(':')) {
    throw new InputError(
      'The cursor is none that was given out. Leave it out to begin with the first page.',
    );
  }
  return ref;
}
