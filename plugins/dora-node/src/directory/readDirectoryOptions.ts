import type { Config } from '@backstage/config';
import type { DirectoryOptions } from './ComponentIndex';

/** What is taken for a source of incidents when nobody says otherwise. */
const INCIDENT_SOURCES = ['alertmanager', 'pagerduty', 'cdevents', 'api'];

/**
 * Reads who is who from `dora.environments` and `dora.incidentSources`.
 *
 * @public
 */
export function readDirectoryOptions(config: Config): DirectoryOptions {
  const environments = config.getOptionalConfig('dora.environments');
  return {
    environments: (environments?.keys() ?? []).map(name => ({
      name,
      tier:
        environments?.getOptionalString(`${name}.tier`) ??
        (name === 'production' ? 'production' : name),
      aliases: environments?.getOptionalStringArray(`${name}.aliases`) ?? [],
    })),
    incidentSources:
      config.getOptionalStringArray('dora.incidentSources') ?? INCIDENT_SOURCES,
  };
}
