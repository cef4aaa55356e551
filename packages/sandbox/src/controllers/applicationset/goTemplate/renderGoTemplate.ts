import type { GoValue } from '../../composition/go/goTypeName';
import type { MissingKey } from './Evaluator';
import { executeTemplate } from './executeTemplate';
import { allFunctions } from './functions/allFunctions';
import { parseTemplate } from './parseTemplate';
import { TemplateError } from './TemplateError';

/**
 * Renders a Go template as an ApplicationSet with `goTemplate: true` does.
 *
 * @param options - `goTemplateOptions`, of which only `missingkey=` exists
 * @throws TemplateError worded as Argo CD's condition
 */
export function renderGoTemplate(
  text: string,
  data: GoValue,
  options: string[] = [],
): string {
  const missingKey = missingKeyOf(options);
  const isKnown = (name: string) =>
    allFunctions.has(name) || name === 'and' || name === 'or';
  let template;
  try {
    template = parseTemplate(text, isKnown);
  } catch (error) {
    throw new TemplateError(
      `failed to parse template ${text}: ${(error as Error).message}`,
    );
  }
  try {
    return executeTemplate(template, data, {
      functions: allFunctions,
      missingKey,
    });
  } catch (error) {
    throw new TemplateError(
      `failed to execute go template ${text}: ${(error as Error).message}`,
    );
  }
}

function missingKeyOf(options: string[]): MissingKey {
  let found: MissingKey = 'default';
  for (const option of options) {
    const [name, value] = option.split('=');
    if (name !== 'missingkey') {
      throw new TemplateError(`unrecognized option: ${option}`);
    }
    if (value === 'error' || value === 'zero') found = value;
    else if (value === 'default' || value === 'invalid') found = 'default';
    else throw new TemplateError(`unrecognized option: ${option}`);
  }
  return found;
}
