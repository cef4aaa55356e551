import {
  PageBlueprint,
  createExtensionInput,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import searchPlugin from '@backstage/plugin-search/alpha';
import {
  SearchFilterBlueprint,
  SearchFilterResultTypeBlueprint,
  SearchResultListItemBlueprint,
} from '@backstage/plugin-search-react/alpha';
import { RiSearchLine } from '@remixicon/react';

/** Replaces upstream's search page; keeps the inputs that other plugins attach to. */
const searchPage = PageBlueprint.makeWithOverrides({
  inputs: {
    items: createExtensionInput([SearchResultListItemBlueprint.dataRefs.item]),
    resultTypes: createExtensionInput([
      SearchFilterResultTypeBlueprint.dataRefs.resultType,
    ]),
    searchFilters: createExtensionInput([
      SearchFilterBlueprint.dataRefs.searchFilters,
    ]),
  },
  factory: original =>
    original({
      path: '/search',
      routeRef: searchPlugin.routes.root,
      title: 'Search',
      icon: <RiSearchLine />,
      noHeader: true,
      loader: async () => {
        const { SearchPage } = await import('./SearchPage');
        return <SearchPage />;
      },
    }),
});

/** Our own search page: one field, one list. */
export const searchPageModule = createFrontendModule({
  pluginId: 'search',
  extensions: [searchPage],
});
