import { createFrontendModule } from '@backstage/frontend-plugin-api';
import apiDocsPlugin from '@backstage/plugin-api-docs/alpha';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import catalogGraphPlugin from '@backstage/plugin-catalog-graph/alpha';
import {
  EntityContentLayoutBlueprint,
  EntityHeaderLayoutBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import kubernetesPlugin from '@backstage/plugin-kubernetes/alpha';
import orgPlugin from '@backstage/plugin-org/alpha';
import techdocsPlugin from '@backstage/plugin-techdocs/alpha';

const off = { disabled: true } as const;

const header = EntityHeaderLayoutBlueprint.make({
  name: 'cairn',
  params: {
    loader: async () => {
      const { EntityHeader } = await import('./EntityHeader');
      return EntityHeader;
    },
  },
});

const overview = EntityContentLayoutBlueprint.make({
  name: 'cairn',
  params: {
    loader: async () => {
      const { EntityOverview } = await import('./EntityOverview');
      return EntityOverview;
    },
  },
});

/** Our overview says what these cards say, so they are off; cards of other plugins stay. */
const catalogModule = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    header,
    overview,
    catalogPlugin.getExtension('entity-card:catalog/about').override(off),
    catalogPlugin
      .getExtension('entity-card:catalog/depends-on-components')
      .override(off),
    catalogPlugin
      .getExtension('entity-card:catalog/depends-on-resources')
      .override(off),
    catalogPlugin
      .getExtension('entity-card:catalog/has-components')
      .override(off),
    catalogPlugin
      .getExtension('entity-card:catalog/has-resources')
      .override(off),
    catalogPlugin
      .getExtension('entity-card:catalog/has-subcomponents')
      .override(off),
    catalogPlugin
      .getExtension('entity-card:catalog/has-subdomains')
      .override(off),
    catalogPlugin.getExtension('entity-card:catalog/has-systems').override(off),
    catalogPlugin.getExtension('entity-card:catalog/links').override(off),
    catalogPlugin.getExtension('entity-card:catalog/labels').override(off),
  ],
});

const apiDocsModule = createFrontendModule({
  pluginId: 'api-docs',
  extensions: [
    apiDocsPlugin
      .getExtension('entity-card:api-docs/provided-apis')
      .override(off),
    apiDocsPlugin
      .getExtension('entity-card:api-docs/consumed-apis')
      .override(off),
    apiDocsPlugin
      .getExtension('entity-card:api-docs/consuming-components')
      .override(off),
    apiDocsPlugin
      .getExtension('entity-card:api-docs/providing-components')
      .override(off),
    apiDocsPlugin.getExtension('entity-card:api-docs/has-apis').override(off),
    // The definition has a tab of its own.
    apiDocsPlugin.getExtension('entity-card:api-docs/definition').override(off),
    apiDocsPlugin.getExtension('entity-content:api-docs/apis').override(off),
    // Upstream draws the document with Swagger UI, which cannot be read by everyone.
    apiDocsPlugin.getExtension('entity-content:api-docs/definition').override({
      factory: original =>
        original({
          params: {
            loader: async () => {
              const { ApiDefinition } = await import('./ApiDefinition');
              return <ApiDefinition />;
            },
          },
        }),
    }),
  ],
});

const orgModule = createFrontendModule({
  pluginId: 'org',
  extensions: [
    orgPlugin.getExtension('entity-card:org/group-profile').override(off),
    orgPlugin.getExtension('entity-card:org/members-list').override(off),
    orgPlugin.getExtension('entity-card:org/ownership').override(off),
    orgPlugin.getExtension('entity-card:org/user-profile').override(off),
  ],
});

const catalogGraphModule = createFrontendModule({
  pluginId: 'catalog-graph',
  extensions: [
    catalogGraphPlugin
      .getExtension('entity-card:catalog-graph/relations')
      .override(off),
  ],
});

/** Without documents there is nothing to lead to. */
const techdocsModule = createFrontendModule({
  pluginId: 'techdocs',
  extensions: [
    techdocsPlugin.getExtension('entity-content:techdocs').override({
      factory: original =>
        original({
          params: {
            title: 'Docs',
            filter: {
              'metadata.annotations.backstage.io/techdocs-ref': {
                $exists: true,
              },
            },
          },
        }),
    }),
  ],
});

/** Upstream's tab reads with the portal's rights and asks for no owner: only for those who may see all. */
const kubernetesModule = createFrontendModule({
  pluginId: 'kubernetes',
  extensions: [
    kubernetesPlugin
      .getExtension('entity-content:kubernetes/kubernetes')
      .override({
        if: { permissions: { $contains: 'kubernetes.resources.read#read' } },
      }),
  ],
});

export const entityPageModules = [
  catalogModule,
  apiDocsModule,
  orgModule,
  catalogGraphModule,
  techdocsModule,
  kubernetesModule,
];
