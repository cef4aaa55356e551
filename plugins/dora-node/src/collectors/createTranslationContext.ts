import type { Ledger } from '@cairn/plugin-dora-common';
import type { Directory, TranslationContext } from './types';

/**
 * A context from a directory that may change: it is asked for at each question.
 *
 * @public
 */
export function createTranslationContext(options: {
  directory: () => Directory;
  ledgerOfRepository: (repository: string) => Promise<Ledger>;
}): TranslationContext {
  const { directory, ledgerOfRepository } = options;
  return {
    componentsOfRepository: name => directory().componentsOfRepository(name),
    repositories: () => directory().repositories(),
    componentsNamed: name => directory().componentsNamed(name),
    tierOf: name => directory().tierOf(name),
    environmentOf: name => directory().environmentOf(name),
    ledgerOfRepository,
  };
}
