import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  RELATION_CHILD_OF,
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';

/** The whole of everything. */
export const ORGANISATION = 'organisation';

/** What the catalog says of components, and of what they belong to. */
export interface CatalogView {
  components: Entity[];
  /** Title of every group, system and domain, by entity reference. */
  titles: Map<string, string>;
  /** Scopes that a component counts for, by entity reference of the component. */
  scopesOf(component: Entity): string[];
}

const PAGE = 1000;
const KINDS = ['component', 'group', 'system', 'domain'];

function related(entity: Entity, type: string, kind: string): string[] {
  return (entity.relations ?? [])
    .filter(
      relation =>
        relation.type === type && relation.targetRef.startsWith(`${kind}:`),
    )
    .map(({ targetRef }) => targetRef);
}

/** The groups that own a component. */
export function ownersOf(entity: Entity): string[] {
  return related(entity, RELATION_OWNED_BY, 'group');
}

export function titleOf({ metadata }: Entity): string {
  return metadata.title ?? metadata.name;
}

/** Reads the catalog in pages, only what is needed of it. */
export async function readCatalog(options: {
  catalog: CatalogService;
  credentials: BackstageCredentials;
}): Promise<CatalogView> {
  const { catalog, credentials } = options;
  const entities: Entity[] = [];
  let cursor: string | undefined;
  do {
    const page = await catalog.queryEntities(
      cursor
        ? { cursor, limit: PAGE }
        : {
            filter: { kind: KINDS },
            limit: PAGE,
            fields: [
              'kind',
              'metadata.name',
              'metadata.namespace',
              'metadata.title',
              'metadata.annotations',
              'relations',
            ],
          },
      { credentials },
    );
    entities.push(...page.items);
    cursor = page.pageInfo.nextCursor;
  } while (cursor);

  const byRef = new Map(
    entities.map(entity => [stringifyEntityRef(entity), entity]),
  );
  const ancestors = (group: string, seen = new Set<string>()): string[] => {
    if (seen.has(group)) return [];
    seen.add(group);
    const entity = byRef.get(group);
    const parents = entity ? related(entity, RELATION_CHILD_OF, 'group') : [];
    return [group, ...parents.flatMap(parent => ancestors(parent, seen))];
  };
  return {
    components: entities.filter(({ kind }) => kind === 'Component'),
    titles: new Map(
      [...byRef]
        .filter(([, { kind }]) => kind !== 'Component')
        .map(([ref, entity]) => [ref, titleOf(entity)]),
    ),
    scopesOf(component) {
      const systems = related(component, RELATION_PART_OF, 'system');
      const domains = systems.flatMap(system => {
        const entity = byRef.get(system);
        return entity ? related(entity, RELATION_PART_OF, 'domain') : [];
      });
      return [
        ...new Set([
          ORGANISATION,
          ...ownersOf(component).flatMap(group => ancestors(group)),
          ...systems,
          ...domains,
        ]),
      ];
    },
  };
}
