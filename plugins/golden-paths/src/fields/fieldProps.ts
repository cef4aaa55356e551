import type { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import type { JsonObject } from '@backstage/types';

/** What every field of a golden path's form is handed. */
export type FieldProps<Value, Options = object> = FieldExtensionComponentProps<
  Value,
  Options
>;

/** The field's label, description and id, from wherever the template says them. */
export function labelsOf<Value, Options>(props: FieldProps<Value, Options>) {
  const { schema, uiSchema, idSchema, name } = props;
  const text = (value: unknown): string | undefined =>
    typeof value === 'string' && value !== '' ? value : undefined;
  return {
    id: idSchema.$id,
    label: text(uiSchema['ui:title']) ?? schema.title ?? name,
    description: text(uiSchema['ui:description']) ?? schema.description,
  };
}

/** What has been filled in so far, in all steps. */
export function answersOf<Value, Options>(
  props: FieldProps<Value, Options>,
): JsonObject {
  const context = props.formContext as { formData?: JsonObject } | undefined;
  return context?.formData ?? {};
}

/** The owner and host of the repository as far as they are known. */
export function repositoryOf(answers: JsonObject): {
  host?: string;
  owner?: string;
} {
  const { repository } = answers;
  if (typeof repository !== 'object' || Array.isArray(repository)) return {};
  const { host, owner } = repository ?? {};
  return {
    ...(typeof host === 'string' && host !== '' && { host }),
    ...(typeof owner === 'string' && owner !== '' && { owner }),
  };
}

/** A text of the answers; undefined when it is empty or something else. */
export function textOf(answers: JsonObject, name: string): string | undefined {
  const value = answers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
