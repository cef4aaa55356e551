import type { Json } from '../../runtime';
import type { ApplicationTemplate } from '../types';

type Part = Json | undefined;

const isObject = (value: Part): value is { [key: string]: Part } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isEmpty(value: Part): boolean {
  if (value === undefined || value === null) return true;
  if (value === '' || value === false || value === 0) return true;
  return Array.isArray(value) && value.length === 0;
}

function fill(own: Part, common: Part): Part {
  if (isObject(own) && isObject(common)) {
    const result = { ...own };
    for (const [key, value] of Object.entries(common)) {
      result[key] = fill(own[key], value);
    }
    return result;
  }
  return isEmpty(own) ? common : own;
}

/** A generator's own template, filled up from the set's: what it does not say is taken from there. */
export function mergeTemplates(
  own: ApplicationTemplate | undefined,
  common: ApplicationTemplate,
): ApplicationTemplate {
  return fill(own as Part, common as Part) as ApplicationTemplate;
}
