import {
  darkTokens,
  lightTokens,
  type StateTokens,
  type ThemeTokens,
} from './tokens';

const intents = ['positive', 'warning', 'negative', 'announcement'] as const;

/** A family of `@backstage/ui` variables (`--bui-positive-…`) for one state. */
function intentVariables(
  intent: (typeof intents)[number],
  state: StateTokens,
  tokens: ThemeTokens,
): Record<string, string> {
  const prefix = `--bui-${intent}`;
  return {
    [`--bui-fg-${intent}`]: state.fg,
    [`${prefix}-bg`]: state.fg,
    [`${prefix}-bg-hover`]: state.fg,
    [`${prefix}-bg-disabled`]: tokens.accentDisabled,
    [`${prefix}-bg-subdued`]: state.bg,
    [`${prefix}-bg-subdued-hover`]: state.bg,
    [`${prefix}-bg-subdued-disabled`]: state.bg,
    [`${prefix}-border`]: state.fg,
    [`${prefix}-fg`]:
      tokens.mode === 'light' ? tokens.surface : tokens.onAccent,
    [`${prefix}-fg-disabled`]: tokens.onAccentDisabled,
    [`${prefix}-fg-subdued`]: state.fg,
    [`${prefix}-fg-subdued-disabled`]: state.fg,
  };
}

/** Names that `@backstage/ui` has deprecated but its components still read. */
function olderVariables(tokens: ThemeTokens): Record<string, string> {
  const older: Record<string, string> = {};
  const solid = {
    'bg-solid': tokens.accent,
    'bg-solid-hover': tokens.accentHover,
    'bg-solid-pressed': tokens.accentHover,
    'bg-solid-disabled': tokens.accentDisabled,
    'fg-solid': tokens.onAccent,
    'fg-solid-disabled': tokens.onAccentDisabled,
    shadow: tokens.shadow,
  };
  for (const [name, value] of Object.entries(solid)) {
    older[`--bui-${name}`] = value;
  }
  const states = {
    success: tokens.ready,
    warning: tokens.attention,
    danger: tokens.failed,
    info: tokens.working,
  };
  for (const [name, state] of Object.entries(states)) {
    older[`--bui-bg-${name}`] = state.bg;
    older[`--bui-fg-${name}`] = state.fg;
    older[`--bui-fg-${name}-on-bg`] = state.fg;
    older[`--bui-border-${name}`] = state.fg;
  }
  for (const level of [1, 2, 3, 4]) {
    older[`--bui-bg-neutral-${level}-hover`] = tokens.quiet.bg;
    older[`--bui-bg-neutral-${level}-pressed`] = tokens.hairline;
    older[`--bui-bg-neutral-${level}-disabled`] = tokens.raised;
  }
  return older;
}

/** The variables of one theme, by name. */
export function themeVariables(tokens: ThemeTokens): Record<string, string> {
  return {
    'color-scheme': tokens.mode,
    ...Object.fromEntries(
      tokens.chart.map((color, index) => [`--cairn-chart-${index + 1}`, color]),
    ),
    '--bui-bg-app': tokens.ground,
    '--bui-bg-neutral-1': tokens.surface,
    '--bui-bg-neutral-2': tokens.raised,
    '--bui-bg-neutral-3': tokens.surface,
    '--bui-bg-neutral-4': tokens.raised,
    '--bui-fg-primary': tokens.text,
    '--bui-fg-secondary': tokens.textSecond,
    '--bui-fg-disabled': tokens.textDisabled,
    '--bui-border-1': tokens.hairline,
    '--bui-border-2': tokens.controlEdge,
    '--bui-ring': tokens.accent,
    '--bui-accent-bg': tokens.accent,
    '--bui-accent-bg-hover': tokens.accentHover,
    '--bui-accent-bg-disabled': tokens.accentDisabled,
    '--bui-accent-fg': tokens.onAccent,
    '--bui-accent-fg-disabled': tokens.onAccentDisabled,
    '--bui-scrollbar': 'transparent',
    '--bui-scrollbar-thumb': tokens.controlEdge,
    '--bui-radius-1': '2px',
    '--bui-radius-2': '4px',
    '--bui-radius-3': '6px',
    '--bui-radius-4': '6px',
    '--bui-radius-5': '8px',
    '--cairn-quiet-fg': tokens.quiet.fg,
    '--cairn-quiet-bg': tokens.quiet.bg,
    '--cairn-accent-text': tokens.accent,
    ...intentVariables('positive', tokens.ready, tokens),
    ...intentVariables('warning', tokens.attention, tokens),
    ...intentVariables('negative', tokens.failed, tokens),
    ...intentVariables('announcement', tokens.working, tokens),
    ...olderVariables(tokens),
  };
}

function rule(selector: string, tokens: ThemeTokens): string {
  const lines = Object.entries(themeVariables(tokens)).map(
    ([name, value]) => `${name}:${value};`,
  );
  return `${selector}{${lines.join('')}}`;
}

/**
 * Puts the variables of both themes into the document. Before the app has decided on a theme the
 * system's preference holds, so that nothing flashes.
 */
export function installCssVariables(target: Document = document): void {
  const style = target.createElement('style');
  style.id = 'cairn-theme';
  style.textContent = [
    rule(":root,[data-theme-mode='light']", lightTokens),
    `@media (prefers-color-scheme:dark){${rule(':root', darkTokens)}}`,
    rule("[data-theme-mode='light']", lightTokens),
    rule("[data-theme-mode='dark']", darkTokens),
  ].join('\n');
  target.head.append(style);
}
