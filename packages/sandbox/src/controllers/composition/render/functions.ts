import { autoReady } from '../autoReady/autoReady';
import type { CompositionFunction } from '../functionTypes';
import { patchAndTransform } from '../patchAndTransform/patchAndTransform';

const BUILT_IN: Record<string, CompositionFunction> = {
  'function-patch-and-transform': patchAndTransform,
  'function-auto-ready': autoReady,
};

/**
 * The built-in function that a Function's package stands for.
 *
 * @param source - a package such as `xpkg.crossplane.io/crossplane-contrib/function-auto-ready:v0.6.7`, or a Function's name
 * @returns nothing for any other package
 */
export function builtInFunction(
  source: string,
): CompositionFunction | undefined {
  const withoutTag = source.replace(/@.*$/, '').replace(/:[^/]*$/, '');
  const last = withoutTag.split('/').at(-1) ?? '';
  const name = last.replace(/^crossplane-contrib-/, '');
  return Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined;
}
