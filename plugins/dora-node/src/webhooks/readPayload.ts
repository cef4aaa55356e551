import { InputError } from '@backstage/errors';
import type { z } from 'zod';
import type { WebhookDelivery } from '../collectors';

/**
 * Reads a body as JSON of a form.
 *
 * @throws InputError that names the field, without its value
 * @public
 */
export function readPayload<T>(
  { body }: Pick<WebhookDelivery, 'body'>,
  schema: z.ZodType<T>,
): T {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    throw new InputError(
      'The body is not JSON. Send the webhook as application/json.',
    );
  }
  const { data, success, error } = schema.safeParse(json);
  if (success) return data;
  const [issue] = error.issues;
  const field = issue?.path.join('.') || 'body';
  throw new InputError(
    `The field "${field}" of the payload cannot be read: ${
      issue?.message ?? 'unknown reason'
    }. Send the webhook as its source makes it.`,
  );
}
