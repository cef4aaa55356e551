import {
  createUnifiedTheme,
  genPageTheme,
  palettes,
  type UnifiedTheme,
} from '@backstage/theme';
import type { ThemeTokens } from './tokens';

const fontFamily =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

/**
 * The Material UI theme for pages that are not ours, mirrored from the tokens so that both
 * halves of the portal look like one.
 */
export function createMaterialTheme(tokens: ThemeTokens): UnifiedTheme {
  const page = genPageTheme({
    colors: [tokens.ground, tokens.ground],
    shape: 'none',
    options: { fontColor: tokens.text },
  });
  const base = tokens.mode === 'light' ? palettes.light : palettes.dark;
  return createUnifiedTheme({
    fontFamily,
    defaultPageTheme: 'home',
    pageTheme: {
      home: page,
      documentation: page,
      tool: page,
      service: page,
      website: page,
      library: page,
      other: page,
      app: page,
      apis: page,
      card: page,
    },
    typography: {
      htmlFontSize: 16,
      fontFamily,
      h1: { fontSize: 24, fontWeight: 600, marginBottom: 4 },
      h2: { fontSize: 20, fontWeight: 600, marginBottom: 4 },
      h3: { fontSize: 18, fontWeight: 600, marginBottom: 4 },
      h4: { fontSize: 16, fontWeight: 600, marginBottom: 4 },
      h5: { fontSize: 15, fontWeight: 600, marginBottom: 4 },
      h6: { fontSize: 14, fontWeight: 600, marginBottom: 4 },
    },
    palette: {
      ...base,
      primary: {
        main: tokens.accent,
        dark: tokens.accentHover,
        contrastText: tokens.onAccent,
      },
      secondary: { main: tokens.accent, contrastText: tokens.onAccent },
      error: { main: tokens.failed.fg },
      warning: { main: tokens.attention.fg },
      info: { main: tokens.working.fg },
      success: { main: tokens.ready.fg },
      text: { primary: tokens.text, secondary: tokens.textSecond },
      divider: tokens.hairline,
      background: { default: tokens.ground, paper: tokens.surface },
      status: {
        ok: tokens.ready.fg,
        warning: tokens.attention.fg,
        error: tokens.failed.fg,
        pending: tokens.attention.fg,
        running: tokens.working.fg,
        aborted: tokens.quiet.fg,
      },
      border: tokens.hairline,
      textContrast: tokens.text,
      textSubtle: tokens.textSecond,
      textVerySubtle: tokens.hairline,
      highlight: tokens.attention.bg,
      errorBackground: tokens.failed.bg,
      errorText: tokens.failed.fg,
      infoBackground: tokens.working.bg,
      infoText: tokens.working.fg,
      warningBackground: tokens.attention.bg,
      warningText: tokens.attention.fg,
      link: tokens.accent,
      linkHover: tokens.accentHover,
      gold: tokens.attention.fg,
      navigation: {
        background: tokens.surface,
        indicator: tokens.accent,
        color: tokens.textSecond,
        selectedColor: tokens.text,
        navItem: { hoverBackground: tokens.quiet.bg },
        submenu: { background: tokens.surface },
      },
      tabbar: { indicator: tokens.accent },
      code: { background: tokens.raised },
    },
    components: materialComponents(tokens),
  });
}

type MaterialComponents = NonNullable<
  Parameters<typeof createUnifiedTheme>[0]['components']
>;

/** Upstream's components, calmed down to hairlines, one radius and sentence case. */
function materialComponents(tokens: ThemeTokens): MaterialComponents {
  const hairline = `1px solid ${tokens.hairline}`;
  return {
    BackstageHeader: {
      styleOverrides: {
        header: {
          backgroundImage: 'none',
          backgroundColor: tokens.ground,
          boxShadow: 'none',
          borderBottom: hairline,
          padding: '16px 24px',
        },
        title: { color: tokens.text, fontSize: 24, fontWeight: 600 },
        subtitle: { color: tokens.textSecond },
        type: { color: tokens.textSecond },
        breadcrumb: { color: tokens.textSecond },
      },
    },
    BackstageHeaderLabel: {
      styleOverrides: {
        label: { color: tokens.textSecond },
        value: { color: tokens.text },
      },
    },
    MuiPaper: {
      styleOverrides: {
        root: { backgroundImage: 'none' },
        rounded: { borderRadius: 6 },
        elevation1: { boxShadow: 'none', border: hairline },
        elevation2: { boxShadow: 'none', border: hairline },
      },
    },
    MuiButton: {
      styleOverrides: {
        root: { textTransform: 'none', borderRadius: 6 },
        contained: { boxShadow: 'none' },
      },
    },
    MuiTab: {
      styleOverrides: {
        root: {
          textTransform: 'none',
          letterSpacing: 0,
          color: tokens.textSecond,
          '&:hover': { color: tokens.text, background: tokens.quiet.bg },
        },
        textColorPrimary: { color: tokens.textSecond },
      },
    },
    MuiTableRow: {
      styleOverrides: {
        root: {
          '&:nth-of-type(odd)': { backgroundColor: 'transparent' },
          borderBottom: hairline,
        },
      },
    },
    MuiChip: {
      styleOverrides: {
        root: {
          borderRadius: 4,
          backgroundColor: tokens.quiet.bg,
          color: tokens.text,
        },
        outlined: { borderColor: tokens.controlEdge },
      },
    },
    MuiOutlinedInput: {
      styleOverrides: { notchedOutline: { borderColor: tokens.controlEdge } },
    },
    MuiTooltip: {
      styleOverrides: {
        tooltip: {
          backgroundColor: tokens.text,
          color: tokens.ground,
          fontSize: 12,
        },
      },
    },
  };
}
