import { generateParameters } from './generators/generateParameters';
import type { GeneratorContext } from './generators/generatorTypes';
import { mergeTemplates } from './render/mergeTemplates';
import { renderApplication } from './render/renderApplication';
import {
  type ApplicationSet,
  type ApplicationTemplate,
  GenerationError,
  type GeneratedApplication,
  type Generator,
  type Parameters,
} from './types';

/**
 * All Applications that a set asks for.
 *
 * @throws GenerationError for the first thing that went wrong; then nothing is to be changed
 */
export async function generateApplications(
  set: ApplicationSet,
  context: GeneratorContext,
): Promise<GeneratedApplication[]> {
  const made: GeneratedApplication[] = [];
  for (const generator of set.spec.generators) {
    let all: Parameters[];
    try {
      all = await generateParameters(generator, context);
    } catch (error) {
      throw new GenerationError(
        'ApplicationGenerationFromParamsError',
        (error as Error).message,
      );
    }
    const template = mergeTemplates(templateOf(generator), set.spec.template);
    for (const parameters of all) {
      try {
        // Functions such as `set` change what they are given.
        made.push(
          renderApplication(set, template, structuredClone(parameters)),
        );
      } catch (error) {
        throw new GenerationError(
          'RenderTemplateParamsError',
          (error as Error).message,
        );
      }
    }
  }
  return made;
}

function templateOf(generator: Generator): ApplicationTemplate | undefined {
  const { list, git, pullRequest, matrix, merge } = generator;
  return (list ?? git ?? pullRequest ?? matrix ?? merge)?.template;
}
