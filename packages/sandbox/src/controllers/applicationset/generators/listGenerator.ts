import { parse } from 'yaml';
import { goTypeName } from '../../composition/go/goTypeName';
import { isMap } from '../goTemplate/goValues';
import { renderText } from '../render/renderText';
import type { ListGenerator, Parameters } from '../types';
import type { Generate, GeneratorContext } from './generatorTypes';

/** One parameter set per element. */
export const generateList: Generate<ListGenerator> = async (
  generator,
  context,
) => {
  const fromYaml = generator.elementsYaml
    ? elementsOf(renderText(generator.elementsYaml, {}, context))
    : [];
  return [...(generator.elements ?? []), ...fromYaml].map(element =>
    context.goTemplate ? { ...element } : flat(element, context),
  );
};

function elementsOf(text: string): Parameters[] {
  const parsed: unknown = parse(text);
  if (!Array.isArray(parsed)) {
    throw new Error(
      'error unmarshalling decoded ElementsYaml: it is not a list',
    );
  }
  return parsed as Parameters[];
}

function flat(element: Parameters, _: GeneratorContext): Parameters {
  const result: Parameters = {};
  for (const [key, value] of Object.entries(element)) {
    if (key === 'values') {
      if (!isMap(value)) throw new Error('error parsing values map');
      for (const [name, each] of Object.entries(value)) {
        if (typeof each !== 'string') {
          throw new Error(`error parsing value as string ${typeName(each)}`);
        }
        result[`values.${name}`] = each;
      }
    } else if (typeof value === 'string') {
      result[key] = value;
    } else {
      throw new Error(`error parsing value as string ${typeName(value)}`);
    }
  }
  return result;
}

function typeName(value: Parameters[string]): string {
  return goTypeName(value ?? null);
}
