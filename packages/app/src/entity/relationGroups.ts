import {
  RELATION_API_CONSUMED_BY,
  RELATION_API_PROVIDED_BY,
  RELATION_CHILD_OF,
  RELATION_CONSUMES_API,
  RELATION_DEPENDENCY_OF,
  RELATION_DEPENDS_ON,
  RELATION_HAS_MEMBER,
  RELATION_HAS_PART,
  RELATION_MEMBER_OF,
  RELATION_OWNER_OF,
  RELATION_PARENT_OF,
  RELATION_PROVIDES_API,
  parseEntityRef,
  type Entity,
} from '@backstage/catalog-model';

/** What each relation says, in the order in which people ask. What the facts tell already is not here. */
const titles: Array<[type: string, title: string]> = [
  [RELATION_MEMBER_OF, 'Teams'],
  [RELATION_HAS_MEMBER, 'Members'],
  [RELATION_API_PROVIDED_BY, 'Provided by'],
  [RELATION_API_CONSUMED_BY, 'Used by'],
  [RELATION_PROVIDES_API, 'Provides'],
  [RELATION_CONSUMES_API, 'Uses'],
  [RELATION_DEPENDS_ON, 'Depends on'],
  [RELATION_DEPENDENCY_OF, 'Needed by'],
  [RELATION_HAS_PART, 'Parts'],
  [RELATION_OWNER_OF, 'Owns'],
  [RELATION_CHILD_OF, 'Belongs to'],
  [RELATION_PARENT_OF, 'Groups'],
];

/** What a team or a system holds is of many kinds: one group each, in this order. */
const kindTitles: Array<[kind: string, title: string]> = [
  ['component', 'Components'],
  ['api', 'APIs'],
  ['resource', 'Resources'],
  ['system', 'Systems'],
  ['domain', 'Domains'],
  ['template', 'Golden paths'],
];
const splitByKind = [RELATION_HAS_PART, RELATION_OWNER_OF];

/** Entities that stand in one relation to another. */
export interface RelationGroup {
  /** Unique among the groups of an entity. */
  id: string;
  title: string;
  /** Entity references, each once. */
  refs: string[];
}

/** An entity's relations, grouped and named. */
export function relationGroups(entity: Entity): RelationGroup[] {
  return titles.flatMap(([type, title]) => {
    const refs = new Set(
      (entity.relations ?? [])
        .filter(relation => relation.type === type)
        .map(relation => relation.targetRef),
    );
    const sorted = [...refs].sort();
    if (!splitByKind.includes(type)) return groupOf(type, title, sorted);
    const kinds = kindTitles.map(([kind]) => kind);
    const kindOf = (ref: string) =>
      parseEntityRef(ref).kind.toLocaleLowerCase('en-US');
    return [
      ...kindTitles.flatMap(([kind, kindTitle]) =>
        groupOf(
          `${type} ${kind}`,
          kindTitle,
          sorted.filter(ref => kindOf(ref) === kind),
        ),
      ),
      ...groupOf(
        type,
        title,
        sorted.filter(ref => !kinds.includes(kindOf(ref))),
      ),
    ];
  });
}

function groupOf(id: string, title: string, refs: string[]): RelationGroup[] {
  return refs.length > 0 ? [{ id, title, refs }] : [];
}
