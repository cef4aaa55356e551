import {
  ApiBlueprint,
  PageBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { SCAFFOLDED_FROM_ANNOTATION } from '@cairn/plugin-golden-paths-common';
import { RiFileAddLine, RiFileCodeLine, RiRouteLine } from '@remixicon/react';
import { goldenPathsApiRef } from './api/GoldenPathsApi';
import { GoldenPathsClient } from './api/GoldenPathsClient';
import {
  adoptionRouteRef,
  pathAdoptionRouteRef,
  registerRouteRef,
  scoreRouteRef,
} from './routes';

const goldenPathsApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: goldenPathsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: deps => new GoldenPathsClient(deps),
    }),
});

const adoptionPage = PageBlueprint.make({
  params: {
    path: '/golden-paths',
    routeRef: adoptionRouteRef,
    title: 'Golden paths',
    icon: <RiRouteLine />,
    noHeader: true,
    loader: async () => {
      const { AdoptionRouter } = await import('./adoption/AdoptionRouter');
      return <AdoptionRouter />;
    },
  },
});

const scorePage = PageBlueprint.make({
  name: 'score',
  params: {
    path: '/score',
    routeRef: scoreRouteRef,
    title: 'Score playground',
    icon: <RiFileCodeLine />,
    noHeader: true,
    loader: async () => {
      const { ScorePage } = await import('./score/ScorePage');
      return <ScorePage />;
    },
  },
});

const registerPage = PageBlueprint.make({
  name: 'register',
  params: {
    path: '/register',
    routeRef: registerRouteRef,
    title: 'Register',
    icon: <RiFileAddLine />,
    noHeader: true,
    loader: async () => {
      const { RegisterPage } = await import('./register/RegisterPage');
      return <RegisterPage />;
    },
  },
});

/** Only on what came from a golden path. */
const originCard = EntityCardBlueprint.make({
  name: 'origin',
  params: {
    type: 'content',
    filter: {
      $all: [
        { kind: 'component' },
        {
          $any: [
            {
              [`metadata.annotations.${SCAFFOLDED_FROM_ANNOTATION}`]: {
                $exists: true,
              },
            },
            { 'spec.scaffoldedFrom': { $exists: true } },
          ],
        },
      ],
    },
    loader: async () => {
      const { OriginCard } = await import('./entity/OriginCard');
      return <OriginCard />;
    },
  },
});

/** Golden paths: from an idea to a service, and staying current afterwards. */
export const goldenPathsPlugin = createFrontendPlugin({
  pluginId: 'golden-paths',
  title: 'Golden paths',
  icon: <RiRouteLine />,
  routes: {
    adoption: adoptionRouteRef,
    pathAdoption: pathAdoptionRouteRef,
    score: scoreRouteRef,
    register: registerRouteRef,
  },
  extensions: [
    goldenPathsApi,
    adoptionPage,
    scorePage,
    registerPage,
    originCard,
  ],
});
