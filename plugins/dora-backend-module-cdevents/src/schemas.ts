import { z } from 'zod';

const reference = z.object({
  id: z.string().min(1),
  source: z.string().optional(),
});

/** A CDEvent as far as it is read, of any version of the specification. */
export const cdEventSchema = z.object({
  context: z.object({
    id: z.string().min(1),
    source: z.string().min(1),
    type: z.string().min(1),
    timestamp: z.iso.datetime({ offset: true }),
  }),
  subject: z.object({
    id: z.string().min(1),
    source: z.string().optional(),
    content: z
      .object({
        environment: reference.optional(),
        artifactId: z.string().optional(),
        service: reference.optional(),
        outcome: z.string().optional(),
        change: z
          .object({ id: z.string().optional(), source: z.string().optional() })
          .optional(),
      })
      .default({}),
  }),
});

export type CdEvent = z.output<typeof cdEventSchema>;

/** The event itself, or in a CloudEvent of structured mode. */
export const bodySchema = z.union([
  cdEventSchema,
  z.object({ data: cdEventSchema }).transform(({ data }) => data),
]);

/** Several at once, as CloudEvents' batches are. */
export const batchSchema = z.array(bodySchema);
