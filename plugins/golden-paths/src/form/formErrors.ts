import type { FormValidation } from '@backstage/plugin-scaffolder-react/alpha';
import type { ErrorSchema } from '@rjsf/utils';

function messagesOf(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
}

function read(found: object): ErrorSchema | undefined {
  const errors: ErrorSchema = {};
  for (const [key, value] of Object.entries(found)) {
    if (key === '__errors') {
      const messages = messagesOf(value);
      if (messages.length > 0) errors.__errors = messages;
    } else if (typeof value === 'object' && value !== null) {
      const below = read(value);
      if (below) errors[key] = below;
    }
  }
  return Object.keys(errors).length > 0 ? errors : undefined;
}

/** What the fields' own checks found, as the form takes it; undefined when they found nothing. */
export function formErrors(found: FormValidation): ErrorSchema | undefined {
  return read(found);
}
