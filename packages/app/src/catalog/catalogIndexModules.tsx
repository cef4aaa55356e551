import {
  PageBlueprint,
  coreExtensionData,
  createExtensionInput,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import apiDocsPlugin from '@backstage/plugin-api-docs/alpha';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import techdocsPlugin from '@backstage/plugin-techdocs/alpha';
import {
  RiArchiveStackLine,
  RiBookOpenLine,
  RiPlugLine,
} from '@remixicon/react';

/**
 * Replaces the catalog's index. Upstream's filters attach to the page, so that it keeps the input
 * for them although our page brings filters of its own.
 */
const catalogPage = PageBlueprint.makeWithOverrides({
  inputs: {
    filters: createExtensionInput([coreExtensionData.reactElement]),
  },
  factory: original =>
    original({
      path: '/catalog',
      routeRef: catalogPlugin.routes.catalogIndex,
      title: 'Catalog',
      icon: <RiArchiveStackLine />,
      noHeader: true,
      loader: async () => {
        const { EntityIndexPage } = await import('./EntityIndexPage');
        return (
          <EntityIndexPage
            key="catalog"
            title="Catalog"
            kinds={[
              'Component',
              'System',
              'Resource',
              'Group',
              'User',
              'Domain',
            ]}
          />
        );
      },
    }),
});

const apisPage = PageBlueprint.make({
  params: {
    path: '/api-docs',
    routeRef: apiDocsPlugin.routes.root,
    title: 'APIs',
    icon: <RiPlugLine />,
    noHeader: true,
    loader: async () => {
      const { EntityIndexPage } = await import('./EntityIndexPage');
      return <EntityIndexPage key="apis" title="APIs" kinds={['API']} />;
    },
  },
});

const docsPage = PageBlueprint.make({
  params: {
    path: '/docs',
    routeRef: techdocsPlugin.routes.root,
    title: 'Docs',
    icon: <RiBookOpenLine />,
    noHeader: true,
    loader: async () => {
      const { DocsIndexPage } = await import('./DocsIndexPage');
      return <DocsIndexPage />;
    },
  },
});

/** Our own indexes of the catalog, of APIs and of documents: one table, filters in the address, mine first. */
export const catalogIndexModules = [
  createFrontendModule({ pluginId: 'catalog', extensions: [catalogPage] }),
  createFrontendModule({ pluginId: 'api-docs', extensions: [apisPage] }),
  createFrontendModule({ pluginId: 'techdocs', extensions: [docsPage] }),
];
