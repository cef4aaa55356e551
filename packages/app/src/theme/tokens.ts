/**
 * Colours of the portal. The only place where a colour is written down: the variables of
 * `@backstage/ui` and the Material UI theme are both derived from here.
 */
export interface ThemeTokens {
  mode: 'light' | 'dark';
  ground: string;
  surface: string;
  raised: string;
  text: string;
  textSecond: string;
  textDisabled: string;
  hairline: string;
  controlEdge: string;
  accent: string;
  accentHover: string;
  accentDisabled: string;
  onAccent: string;
  onAccentDisabled: string;
  ready: StateTokens;
  attention: StateTokens;
  failed: StateTokens;
  working: StateTokens;
  quiet: StateTokens;
  /** Lines and bars of charts, in the order of their use; 3:1 on every ground. */
  chart: readonly string[];
  shadow: string;
}

/** Text and ground of one state; `fg` on `bg` measures at least 4.5:1. */
export interface StateTokens {
  fg: string;
  bg: string;
}

export const lightTokens: ThemeTokens = {
  mode: 'light',
  ground: '#F6F5F2',
  surface: '#FFFFFF',
  raised: '#FBFAF8',
  text: '#1E1D1A',
  textSecond: '#5C5952',
  textDisabled: '#8A867C',
  hairline: '#DEDBD3',
  controlEdge: '#8A867C',
  accent: '#0B6E5F',
  accentHover: '#095A4E',
  accentDisabled: '#DEDBD3',
  onAccent: '#FFFFFF',
  onAccentDisabled: '#5C5952',
  ready: { fg: '#187434', bg: '#E6F4EA' },
  attention: { fg: '#8A5A00', bg: '#FFF4D6' },
  failed: { fg: '#B3261E', bg: '#FCE8E6' },
  working: { fg: '#0B5CAD', bg: '#E5F0FB' },
  quiet: { fg: '#66635B', bg: '#EEECE6' },
  chart: ['#0B6E5F', '#B84F14', '#3B5BA9', '#A33B73', '#75751C', '#5C5952'],
  shadow: '0 8px 24px rgb(30 29 26 / 14%), 0 1px 3px rgb(30 29 26 / 10%)',
};

export const darkTokens: ThemeTokens = {
  mode: 'dark',
  ground: '#141513',
  surface: '#1C1E1B',
  raised: '#242622',
  text: '#ECEBE6',
  textSecond: '#ABA99F',
  textDisabled: '#7D7F76',
  hairline: '#363932',
  controlEdge: '#7D7F76',
  accent: '#4FC3A8',
  accentHover: '#6DD1BA',
  accentDisabled: '#363932',
  onAccent: '#0B1F1A',
  onAccentDisabled: '#ABA99F',
  ready: { fg: '#5FD07F', bg: '#16301F' },
  attention: { fg: '#E8B44A', bg: '#33280F' },
  failed: { fg: '#FF8A80', bg: '#3A1916' },
  working: { fg: '#79B8FF', bg: '#13283F' },
  quiet: { fg: '#A3A096', bg: '#2B2C28' },
  chart: ['#4FC3A8', '#F2935C', '#8FA8F0', '#E58BB8', '#CFCB62', '#ABA99F'],
  shadow: '0 8px 24px rgb(0 0 0 / 50%), 0 1px 3px rgb(0 0 0 / 40%)',
};
