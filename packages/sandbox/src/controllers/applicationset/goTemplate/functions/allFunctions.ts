import { argoFunctions } from './argoFunctions';
import { builtins } from './builtins';
import { collections } from './collections';
import type { Functions } from './functionTypes';
import { strings } from './strings';
import { values } from './values';

/**
 * The functions a template of an ApplicationSet may call: Go's own, sprig's
 * without those that read the clock, the environment, the network or chance,
 * and Argo CD's.
 */
export const allFunctions: Functions = new Map(
  Object.entries({
    ...strings,
    ...collections,
    ...values,
    ...argoFunctions,
    ...builtins,
  }),
);
