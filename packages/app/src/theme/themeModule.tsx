import type { ReactNode } from 'react';
import { UnifiedThemeProvider } from '@backstage/theme';
import { ThemeBlueprint } from '@backstage/plugin-app-react';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { RiMoonLine, RiSunLine } from '@remixicon/react';
import { createMaterialTheme } from './materialTheme';
import { darkTokens, lightTokens } from './tokens';

const lightMaterial = createMaterialTheme(lightTokens);
const darkMaterial = createMaterialTheme(darkTokens);

const lightTheme = ThemeBlueprint.make({
  name: 'light',
  params: {
    theme: {
      id: 'light',
      title: 'Light',
      variant: 'light',
      icon: <RiSunLine size={16} />,
      Provider: (props: { children?: ReactNode }) => (
        <UnifiedThemeProvider theme={lightMaterial} themeName="cairn">
          {props.children}
        </UnifiedThemeProvider>
      ),
    },
  },
});

const darkTheme = ThemeBlueprint.make({
  name: 'dark',
  params: {
    theme: {
      id: 'dark',
      title: 'Dark',
      variant: 'dark',
      icon: <RiMoonLine size={16} />,
      Provider: (props: { children?: ReactNode }) => (
        <UnifiedThemeProvider theme={darkMaterial} themeName="cairn">
          {props.children}
        </UnifiedThemeProvider>
      ),
    },
  },
});

/** Replaces the template's two themes by ours; the same ids, so that a stored choice holds. */
export const themeModule = createFrontendModule({
  pluginId: 'app',
  extensions: [lightTheme, darkTheme],
});
