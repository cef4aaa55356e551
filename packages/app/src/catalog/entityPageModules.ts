import {
  RELATION_CONSUMES_API,
  RELATION_DEPENDS_ON,
  RELATION_HAS_PART,
  RELATION_PROVIDES_API,
  parseEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import apiDocsPlugin from '@backstage/plugin-api-docs/alpha';
import catalogPlugin from '@backstage/plugin-catalog/alpha';

/** Whether a component has a relation of a type, to an entity of a kind. */
function hasRelation(type: string, kind?: string) {
  return (entity: Entity) =>
    entity.kind === 'Component' &&
    (entity.relations ?? []).some(
      relation =>
        relation.type === type &&
        (!kind || parseEntityRef(relation.targetRef).kind === kind),
    );
}

/**
 * Cards of the overview that would say only that there is nothing are left out: what is shown is
 * what there is.
 */
const catalogCards = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    catalogPlugin
      .getExtension('entity-card:catalog/depends-on-components')
      .override({
        params: { filter: hasRelation(RELATION_DEPENDS_ON, 'component') },
      }),
    catalogPlugin
      .getExtension('entity-card:catalog/depends-on-resources')
      .override({
        params: { filter: hasRelation(RELATION_DEPENDS_ON, 'resource') },
      }),
    catalogPlugin
      .getExtension('entity-card:catalog/has-subcomponents')
      .override({
        params: {
          filter: hasRelation(RELATION_HAS_PART),
        },
      }),
  ],
});

const apiCards = createFrontendModule({
  pluginId: 'api-docs',
  extensions: [
    apiDocsPlugin.getExtension('entity-card:api-docs/provided-apis').override({
      params: { filter: hasRelation(RELATION_PROVIDES_API) },
    }),
    apiDocsPlugin.getExtension('entity-card:api-docs/consumed-apis').override({
      params: { filter: hasRelation(RELATION_CONSUMES_API) },
    }),
  ],
});

export const entityPageModules = [catalogCards, apiCards];
