import type { Informer } from '../runtime';
import type { CompositionFunction } from './functionTypes';
import { builtInFunction } from './render/functions';

/**
 * Finds the function that a pipeline step names: by the package of the Function of that name, or by the name itself, so that
 * a laptop needs no packages.
 */
export function functionLookup(
  functions: Informer,
): (name: string) => CompositionFunction {
  return name => {
    const source = functions.get({ name })?.spec?.package;
    const found =
      (typeof source === 'string' ? builtInFunction(source) : undefined) ??
      builtInFunction(name);
    if (!found) {
      throw new Error(
        `cannot get gRPC client connection for Function "${name}": cannot find an active FunctionRevision (a FunctionRevision with spec.desiredState: Active)`,
      );
    }
    return found;
  };
}
