import type { RJSFValidationError } from '@rjsf/utils';

type Describe = (params: Record<string, unknown>) => string;

/** What people are told for each kind of rule of a JSON schema. */
const words: Record<string, Describe> = {
  required: () => 'This is needed.',
  minLength: ({ limit }) =>
    limit === 1 ? 'This is needed.' : `Write at least ${limit} characters.`,
  maxLength: ({ limit }) => `Write at most ${limit} characters.`,
  minimum: ({ limit }) => `The least is ${limit}.`,
  maximum: ({ limit }) => `The most is ${limit}.`,
  enum: () => 'Choose one of those offered.',
  type: ({ type }) =>
    type === 'integer' || type === 'number'
      ? 'Write a number.'
      : 'This is not what is asked for.',
  format: ({ format }) => `This is no ${format}.`,
};

const namePattern = '^[a-z]([-a-z0-9]{1,38}[a-z0-9])$';

function patternWords(pattern: unknown): string {
  return pattern === namePattern
    ? 'Use 3 to 40 lower-case letters, digits and hyphens. Begin with a letter, do not end with a hyphen.'
    : 'This does not have the form that is asked for.';
}

/** Puts the errors of the schema into words of our own. */
export function describeErrors(
  errors: RJSFValidationError[],
): RJSFValidationError[] {
  return errors.map(error => {
    const { name = '', params = {} } = error;
    const message =
      name === 'pattern'
        ? patternWords(params.pattern)
        : words[name]?.(params) ?? error.message;
    return { ...error, message };
  });
}
