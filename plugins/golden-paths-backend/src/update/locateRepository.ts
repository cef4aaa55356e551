import { ANNOTATION_LOCATION, type Entity } from '@backstage/catalog-model';
import type { ScmIntegrationRegistry } from '@backstage/integration';
import type { RepositoryRef } from '@cairn/plugin-golden-paths-common';
import { forgeOf, type Forge } from '@cairn/plugin-golden-paths-node';

/** A repository, and the forge it is at. */
export interface LocatedRepository {
  ref: RepositoryRef;
  forge: Forge;
}

/**
 * The repository that describes an entity: the one the catalog has read it from. What an entity says of
 * its own source does not count: with that, a team could name somebody else's.
 *
 * @returns undefined when it comes from elsewhere than a repository of a known git host
 */
export function locateRepository(
  entity: Entity,
  integrations: ScmIntegrationRegistry,
): LocatedRepository | undefined {
  const location = entity.metadata.annotations?.[ANNOTATION_LOCATION] ?? '';
  const target = location.startsWith('url:') ? location.slice(4) : '';
  if (!URL.canParse(target)) {
    return undefined;
  }
  const { host } = new URL(target);
  let forge: Forge;
  try {
    forge = forgeOf(integrations, host);
  } catch {
    return undefined;
  }
  // The address of a made-up repository tells where paths of repositories begin on this host.
  const base = forge
    .addressOf({ owner: 'o', name: 'n' })
    .url.replace(/o\/n$/, '');
  if (!target.startsWith(base)) {
    return undefined;
  }
  // Names of repositories need no escapes, so what has one is refused rather than decoded.
  const parts = target.slice(base.length).split('/');
  const end = forge.type === 'gitlab' ? parts.indexOf('-') : 2;
  const names = end === -1 ? [] : parts.slice(0, end);
  const name = names.pop();
  if (!name || names.length === 0 || [...names, name].some(isUnsafe)) {
    return undefined;
  }
  const owner = names.join('/');
  const { url } = forge.addressOf({ owner, name });
  return { ref: { url, host, owner, name }, forge };
}

function isUnsafe(part: string): boolean {
  return !/^[\w.-]+$/.test(part) || part === '.' || part === '..';
}
