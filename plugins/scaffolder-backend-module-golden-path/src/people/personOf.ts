import type { UserEntity } from '@backstage/catalog-model';
import type { GitPerson } from '@cairn/plugin-golden-paths-node';

/** The person who runs a path, as the author of commits; the platform where the catalog has no address. */
export function personOf(
  user: { entity?: UserEntity } | undefined,
  fallback: GitPerson,
): GitPerson {
  const entity = user?.entity;
  const email = entity?.spec.profile?.email;
  if (!entity || !email) {
    return fallback;
  }
  return {
    name: entity.spec.profile?.displayName ?? entity.metadata.name,
    email,
  };
}
