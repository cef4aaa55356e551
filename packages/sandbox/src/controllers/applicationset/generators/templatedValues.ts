import { renderText } from '../render/renderText';
import type { Parameters } from '../types';
import type { GeneratorContext } from './generatorTypes';

/** Adds a generator's `values`, which may use its parameters; without Go templates as `values.NAME`. */
export function withValues(
  parameters: Parameters,
  values: Record<string, string> | undefined,
  context: Pick<GeneratorContext, 'goTemplate' | 'goTemplateOptions'>,
): Parameters {
  const rendered = Object.entries(values ?? {}).map(
    ([name, text]) => [name, renderText(text, parameters, context)] as const,
  );
  if (!rendered.length) return parameters;
  if (context.goTemplate) {
    return { ...parameters, values: Object.fromEntries(rendered) };
  }
  return {
    ...parameters,
    ...Object.fromEntries(rendered.map(([name, it]) => [`values.${name}`, it])),
  };
}
