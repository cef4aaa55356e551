import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** Groups with a part of their own in the policy. */
export interface OwnershipOptions {
  /** Entity references of groups that run the platform. */
  platformGroups: ReadonlySet<string>;
  /** Entity references of groups that read everything and change nothing. */
  auditGroups: ReadonlySet<string>;
}

function readGroups(
  root: Config,
  key: string,
  fallback: string,
): ReadonlySet<string> {
  const path = `permission.ownership.${key}`;
  const texts = root.getOptionalStringArray(path) ?? [fallback];
  return new Set(
    texts.map(text => {
      let ref;
      try {
        ref = parseEntityRef(text);
      } catch {
        ref = undefined;
      }
      if (ref?.kind.toLowerCase() !== 'group') {
        throw new InputError(
          `The configuration value ${path} holds "${text}", which is no group; write for example ${fallback}`,
        );
      }
      return stringifyEntityRef(ref);
    }),
  );
}

/**
 * Reads `permission.ownership` once, at start.
 *
 * @throws InputError naming the key of a value that is no group.
 */
export function readOwnershipOptions(root: Config): OwnershipOptions {
  return {
    platformGroups: readGroups(
      root,
      'platformGroups',
      'group:default/platform',
    ),
    auditGroups: readGroups(root, 'auditGroups', 'group:default/audit'),
  };
}
