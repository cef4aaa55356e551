import type { EnvironmentEntry } from './types';

/** An environment as the configuration names it. @public */
export interface EnvironmentOptions {
  name: string;
  tier: string;
  /** What sources call it; `*` is any text. */
  aliases: readonly string[];
}

function around(...names: string[]): string[] {
  return names.flatMap(name => [name, `*-${name}`, `*/${name}`]);
}

/** What is understood without configuration. The first that matches counts. */
const WELL_KNOWN: readonly EnvironmentOptions[] = [
  {
    name: 'production',
    tier: 'production',
    aliases: around('production', 'prod', 'prd', 'live'),
  },
  {
    name: 'staging',
    tier: 'staging',
    aliases: around('staging', 'stage', 'stg', 'uat', 'preprod', 'pre-prod'),
  },
  {
    name: 'testing',
    tier: 'testing',
    aliases: around('testing', 'test', 'qa', 'integration', 'int', 'ci'),
  },
  {
    name: 'development',
    tier: 'development',
    aliases: around('development', 'dev', 'local', 'sandbox'),
  },
  {
    name: 'preview',
    tier: 'preview',
    aliases: [
      'preview',
      'preview-*',
      'preview/*',
      '*-preview',
      'pr-*',
      '*-pr-*',
      'review/*',
      'review-*',
    ],
  },
];

/** Where several regions are each an environment of their own: `prod-eu`. */
const REGIONAL = /^(?:production|prod|prd|live)[-/_.].+$/;

function matches(alias: string, name: string): boolean {
  const pattern = alias
    .toLowerCase()
    .split('*')
    .map(text => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  return new RegExp(`^${pattern}$`).test(name);
}

/**
 * Which environment a name means. What is configured counts before what is well known: `production`,
 * `prod`, `payments-prod`; `prod-eu` is an environment of its own. `preprod` is never production.
 *
 * @public
 */
export function environmentNamed(
  name: string,
  configured: readonly EnvironmentOptions[] = [],
): EnvironmentEntry | undefined {
  const wanted = name.trim().toLowerCase();
  if (wanted === '') return undefined;
  for (const { name: known, tier, aliases } of configured) {
    if ([known, ...aliases].some(alias => matches(alias, wanted))) {
      return { name: known, tier };
    }
  }
  const byEnding = (ending: (option: EnvironmentOptions) => boolean) =>
    WELL_KNOWN.find(ending);
  const staging = /(?:^|[-/])pre-?prod(?:uction)?$/.test(wanted);
  if (staging) return { name: 'staging', tier: 'staging' };
  const known = byEnding(({ aliases }) =>
    aliases.some(alias => matches(alias, wanted)),
  );
  if (known) return { name: known.name, tier: known.tier };
  return REGIONAL.test(wanted)
    ? { name: wanted, tier: 'production' }
    : undefined;
}
