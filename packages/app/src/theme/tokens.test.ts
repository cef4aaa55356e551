import { themeVariables } from './cssVariables';
import { darkTokens, lightTokens, type ThemeTokens } from './tokens';

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map(start => {
    const value = parseInt(hex.slice(start, start + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of two colours, from 1 to 21. */
function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const grounds = (tokens: ThemeTokens) => [
  tokens.ground,
  tokens.surface,
  tokens.raised,
];

describe.each([
  ['light', lightTokens],
  ['dark', darkTokens],
])('tokens of the %s theme', (_, tokens) => {
  it('measures the known pair of black and white as 21', () => {
    expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 5);
  });

  it('keeps text at 4.5:1 on every ground', () => {
    for (const ground of grounds(tokens)) {
      for (const text of [tokens.text, tokens.textSecond, tokens.accent]) {
        expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
      }
    }
    expect(contrast(tokens.onAccent, tokens.accent)).toBeGreaterThanOrEqual(
      4.5,
    );
    expect(
      contrast(tokens.onAccent, tokens.accentHover),
    ).toBeGreaterThanOrEqual(4.5);
  });

  it('keeps the words of states at 4.5:1 on their ground', () => {
    const { ready, attention, failed, working, quiet } = tokens;
    for (const state of [ready, attention, failed, working, quiet]) {
      expect(contrast(state.fg, state.bg)).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('keeps edges of controls at 3:1', () => {
    for (const ground of grounds(tokens)) {
      expect(contrast(tokens.controlEdge, ground)).toBeGreaterThanOrEqual(3);
    }
  });

  it('keeps lines of charts at 3:1', () => {
    expect(new Set(tokens.chart).size).toBe(6);
    for (const ground of grounds(tokens)) {
      for (const line of tokens.chart) {
        expect(contrast(line, ground)).toBeGreaterThanOrEqual(3);
      }
    }
  });

  it('hands the same colours to the components', () => {
    const variables = themeVariables(tokens);
    // Components of the library still read the older name.
    // eslint-disable-next-line @backstage/no-deprecated-bui-tokens
    expect(variables['--bui-bg-solid']).toBe(tokens.accent);
    expect(variables['--bui-border-2']).toBe(tokens.controlEdge);
    expect(variables['--bui-positive-fg-subdued']).toBe(tokens.ready.fg);
  });
});
