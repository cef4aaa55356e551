import { plain } from '../../composition/go/sprintf';
import type { GoValue } from '../../composition/go/goTypeName';
import { renderGoTemplate } from '../goTemplate/renderGoTemplate';
import type { Parameters } from '../types';

/**
 * Puts parameters into a text: as a Go template, or as `{{name}}`, where what
 * is not known stays as it is.
 *
 * @throws TemplateError with Argo CD's words
 */
export function renderText(
  text: string,
  parameters: Parameters,
  options: { goTemplate: boolean; goTemplateOptions: string[] },
): string {
  if (!text.includes('{{')) return text;
  if (options.goTemplate) {
    return renderGoTemplate(
      text,
      parameters as GoValue,
      options.goTemplateOptions,
    );
  }
  return text.replace(/\{\{(.*?)\}\}/gs, (whole, name: string) => {
    const key = name.trim();
    if (!Object.hasOwn(parameters, key)) return whole;
    const value = parameters[key] ?? null;
    return typeof value === 'string' ? value : plain(value);
  });
}
