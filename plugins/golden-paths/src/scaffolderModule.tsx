import {
  PageBlueprint,
  coreExtensionData,
  createExtensionInput,
  createFrontendModule,
} from '@backstage/frontend-plugin-api';
import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';
import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';
import { RiToolsLine } from '@remixicon/react';
import { formFields } from './fields/formFields';

/** Replaces the page of the scaffolder; its own parts stay reachable below it. */
const createPage = PageBlueprint.makeWithOverrides({
  inputs: {
    formFields: createExtensionInput([
      FormFieldBlueprint.dataRefs.formFieldLoader,
    ]),
  },
  factory: (original, { inputs }) =>
    original({
      path: '/create',
      routeRef: scaffolderPlugin.routes.root,
      title: 'Create',
      icon: <RiToolsLine />,
      noHeader: true,
      loader: async () => {
        const { CreateRouter } = await import('./create/CreateRouter');
        return (
          <CreateRouter
            pages={inputs.pages.map(page => ({
              path: page.get(coreExtensionData.routePath),
              title: page.get(coreExtensionData.title) ?? '',
              element: page.get(coreExtensionData.reactElement),
            }))}
          />
        );
      },
    }),
});

/** What of the scaffolder is ours: its pages, and the fields golden paths ask with. */
export const scaffolderModule = createFrontendModule({
  pluginId: 'scaffolder',
  extensions: [createPage, ...formFields],
});
