import { InputError } from '@backstage/errors';
import type { JsonValue } from '@backstage/types';

/** Shorter ones would be found in ordinary words. */
const SHORTEST = 6;

/**
 * Refuses values that hold a secret of the run: they end up in a repository.
 *
 * @throws InputError naming the field, never the secret.
 */
export function assertNoSecrets(
  value: JsonValue | undefined,
  secrets: Record<string, string> | undefined,
  field = 'values',
): void {
  if (typeof value === 'string') {
    const found = Object.values(secrets ?? {}).some(
      secret => secret.length >= SHORTEST && value.includes(secret),
    );
    if (found) {
      throw new InputError(
        `${field} holds a secret, and values are kept in the repository. Hand secrets to the steps that need them.`,
      );
    }
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      assertNoSecrets(inner, secrets, `${field}.${key}`);
    }
  }
}
