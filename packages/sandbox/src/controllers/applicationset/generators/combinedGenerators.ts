import { plain } from '../../composition/go/sprintf';
import type { Json } from '../../runtime';
import { renderText } from '../render/renderText';
import type { Generator, Parameters } from '../types';
import type { GeneratorContext } from './generatorTypes';

type GenerateOne = (
  generator: Generator,
  context: GeneratorContext,
) => Promise<Parameters[]>;

/** Every parameter set of the first generator with every one of the second, which may use the first's. */
export async function generateMatrix(
  { generators }: { generators: Generator[] },
  context: GeneratorContext,
  generate: GenerateOne,
): Promise<Parameters[]> {
  const [first, second, ...more] = generators;
  if (!first || !second || more.length) {
    throw new Error('matrix generator requires exactly two child generators');
  }
  const result: Parameters[] = [];
  for (const outer of await generate(first, context)) {
    const inner = rendered(second as Json, outer, context) as Generator;
    for (const each of await generate(inner, context)) {
      result.push({ ...outer, ...each });
    }
  }
  return result;
}

/** The sets of the first generator, with what later ones know of the same merge keys. */
export async function generateMerge(
  { generators, mergeKeys }: { generators: Generator[]; mergeKeys: string[] },
  context: GeneratorContext,
  generate: GenerateOne,
): Promise<Parameters[]> {
  const [base, ...others] = generators;
  if (!base || !others.length) {
    throw new Error('merge generator requires two or more child generators');
  }
  const keyOf = (parameters: Parameters) =>
    JSON.stringify(mergeKeys.map(key => plain(parameters[key] ?? null)));
  const result = new Map<string, Parameters>();
  for (const each of await generate(base, context)) {
    if (result.has(keyOf(each))) {
      throw new Error(
        `the parameters from a generator were not unique by the given mergeKeys, Merge requires all param sets to be unique. Duplicate key was ${keyOf(
          each,
        )}`,
      );
    }
    result.set(keyOf(each), each);
  }
  for (const other of others) {
    for (const each of await generate(other, context)) {
      const known = result.get(keyOf(each));
      if (known) result.set(keyOf(each), { ...known, ...each });
    }
  }
  return [...result.values()];
}

function rendered(
  value: Json | undefined,
  parameters: Parameters,
  context: GeneratorContext,
): Json | undefined {
  if (typeof value === 'string') return renderText(value, parameters, context);
  if (Array.isArray(value)) {
    return value.map(it => rendered(it, parameters, context) ?? null);
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, it]) => [
      key,
      rendered(it, parameters, context),
    ]),
  );
}
