import type { JsonObject } from '@backstage/types';
import type { Forge } from '../forges';
import type { SkeletonValues } from '../types';

/** The tag of the image before CI has built one. */
const FIRST_VERSION = '0.1.0';

/** What a person has chosen in the form of a golden path. @public */
export interface PathChoices {
  name: string;
  /** The owning team, as the label `cairn.dev/owner` says. */
  owner: string;
  description?: string;
  system?: string;
  database?: string;
  cache?: string;
  repository: { host: string; owner: string };
}

/** What the platform adds. @public */
export interface PathSettings {
  /** For example `registry.example`. */
  imageRegistry: string;
  portalUrl: string;
  template: { ref: string; version: string };
}

/**
 * The values a skeleton is filled in with: what was chosen, what the platform adds, and what the
 * template brings of its own.
 *
 * @public
 */
export function deriveValues(options: {
  choices: PathChoices;
  settings: PathSettings;
  forge: Forge;
  /** The template's own, which come first where names are the same. */
  own?: JsonObject;
}): SkeletonValues {
  const { choices, settings, forge, own = {} } = options;
  const { name, owner, repository } = choices;
  const { description = '', system = '' } = choices;
  const { database = 'none', cache = 'none' } = choices;
  const { imageRegistry, portalUrl, template } = settings;
  const ref = { owner: repository.owner, name };
  const { url, remoteUrl } = forge.addressOf(ref);
  return {
    name,
    owner,
    description,
    system,
    database,
    hasDatabase: database !== 'none',
    cache,
    hasCache: cache !== 'none',
    port: 8080,
    repoHost: repository.host,
    repoOwner: repository.owner,
    repoUrl: url,
    cloneUrl: remoteUrl,
    sourceLocation: forge.fileUrl(ref, 'main', ''),
    imageRegistry,
    image: `${imageRegistry}/${owner}/${name}:${FIRST_VERSION}`,
    portalUrl,
    ...own,
    templateRef: template.ref,
    templateVersion: template.version,
    scaffoldedFrom: `${template.ref}@${template.version}`,
  };
}
