import type { TemplateExample } from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import { stringify } from 'yaml';

/** An example of an action as the portal shows it: one step of a template. */
export function example(
  description: string,
  step: { action: string; id: string; name: string; input: JsonObject },
): TemplateExample {
  const { id, name, action, input } = step;
  return {
    description,
    example: stringify({ steps: [{ id, name, action, input }] }),
  };
}
