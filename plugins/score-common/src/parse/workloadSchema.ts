import { z } from 'zod';

const LABEL = /^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/;
const LABEL_SAYS =
  'Use 2 to 63 small letters, digits and dashes, with a letter or a digit at both ends.';
const TYPE_NAME = /^[A-Za-z0-9][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/;
const TYPE_SAYS =
  'Use 2 to 63 letters, digits and dashes, with a letter or a digit at both ends.';
const ANNOTATION =
  /^(([a-z0-9][a-z0-9-]{0,61}[a-z0-9])(\.[a-z0-9][a-z0-9-]{0,61}[a-z0-9])*\/)?[A-Za-z0-9][A-Za-z0-9._-]{0,61}[A-Za-z0-9]$/;
const RESOURCE_ID =
  /^[a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)*$/;

/** A map that knows no other fields; the message for one it does not know lists those it does. */
function strict<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject(shape, {
    error: issue =>
      issue.code === 'unrecognized_keys'
        ? `Known here: ${Object.keys(shape).join(', ')}.`
        : undefined,
  });
}

const filled = z.string().min(1);
const label = z.string().regex(LABEL, LABEL_SAYS);
const portNumber = z.int().min(1).max(65535);

const annotations = z.record(
  z
    .string()
    .min(2)
    .max(316)
    .regex(
      ANNOTATION,
      'Use letters, digits, dashes, dots and underscores, after an optional host name and a slash.',
    ),
  z.string(),
);

const quantities = strict({
  memory: z
    .string()
    .regex(
      /^(0\.\d+|[1-9]\d*(\.\d+)?)(K|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/,
      'Write bytes with an optional unit, for example 128Mi.',
    )
    .optional(),
  cpu: z
    .string()
    .regex(
      /^\d+(?:m|\.\d+)?$/,
      'Write CPUs or thousandths of one, for example "0.5" or 500m.',
    )
    .optional(),
});

const fileShape = {
  mode: z
    .string()
    .regex(
      /^0?[0-7]{3}$/,
      'Write it in octal and in quotes, for example "0644".',
    )
    .optional(),
  source: filled.optional(),
  content: z.string().optional(),
  binaryContent: z.string().optional(),
  noExpand: z.boolean().optional(),
};

function hasOneContent(file: {
  source?: string;
  content?: string;
  binaryContent?: string;
}): boolean {
  const given = [file.source, file.content, file.binaryContent];
  return given.filter(it => it !== undefined).length === 1;
}

const ONE_CONTENT = {
  error: 'A file needs exactly one of content, binaryContent and source.',
  params: { mend: 'Keep one of the three fields.' },
};

const volumeShape = {
  source: z.string(),
  path: z.string().optional(),
  readOnly: z.boolean().optional(),
};

const probe = strict({
  httpGet: strict({
    host: filled.optional(),
    scheme: z.enum(['HTTP', 'HTTPS']).optional(),
    path: z.string(),
    port: portNumber,
    httpHeaders: z
      .array(
        strict({
          name: z
            .string()
            .regex(
              /^[A-Za-z0-9_-]+$/,
              'Use letters, digits, dashes and underscores.',
            ),
          value: filled,
        }),
      )
      .optional(),
  }).optional(),
  exec: strict({ command: z.array(z.string()) }).optional(),
}).refine(it => it.httpGet !== undefined || it.exec !== undefined, {
  error: 'A probe needs httpGet or exec.',
  params: { mend: 'Add httpGet with path and port, or exec with a command.' },
});

const container = strict({
  image: filled,
  command: z.array(z.string()).optional(),
  args: z.array(z.string()).optional(),
  variables: z
    .record(
      z
        .string()
        .min(1)
        .regex(/^[^=]+$/, 'Leave out the equals sign.'),
      z.string(),
    )
    .optional(),
  files: z
    .union([
      z.record(
        z.string(),
        strict(fileShape).refine(hasOneContent, ONE_CONTENT),
      ),
      z.array(
        strict({ target: filled.optional(), ...fileShape }).refine(
          hasOneContent,
          ONE_CONTENT,
        ),
      ),
    ])
    .optional(),
  volumes: z
    .union([
      z.record(z.string(), strict(volumeShape)),
      z.array(strict({ target: z.string().optional(), ...volumeShape })),
    ])
    .optional(),
  before: z
    .record(
      label,
      strict({ ready: z.enum(['started', 'healthy', 'complete']) }),
    )
    .optional(),
  resources: strict({
    limits: quantities.optional(),
    requests: quantities.optional(),
  }).optional(),
  livenessProbe: probe.optional(),
  readinessProbe: probe.optional(),
});

const resource = strict({
  type: z.string().regex(TYPE_NAME, TYPE_SAYS),
  class: z.string().regex(TYPE_NAME, TYPE_SAYS).optional(),
  id: z
    .string()
    .min(2)
    .max(63)
    .regex(
      RESOURCE_ID,
      'Use small letters, digits and dashes, in parts joined by dots.',
    )
    .optional(),
  metadata: z.looseObject({ annotations: annotations.optional() }).optional(),
  params: z.record(z.string(), z.unknown()).optional(),
});

/**
 * The rules of the published JSON schema of `score.dev/v1b1` (score-spec/spec, score-v1b1.json).
 *
 * @public
 */
export const workloadSchema = strict({
  apiVersion: z
    .string()
    .regex(
      /^score\.dev\/v1b1$/,
      'Write score.dev/v1b1, the version known here.',
    ),
  metadata: z.looseObject({
    name: label,
    annotations: annotations.optional(),
  }),
  service: strict({
    ports: z
      .record(
        label,
        strict({
          port: portNumber,
          protocol: z.enum(['TCP', 'UDP']).optional(),
          targetPort: portNumber.optional(),
        }),
      )
      .optional(),
  }).optional(),
  containers: z
    .record(label, container)
    .refine(it => Object.keys(it).length > 0, {
      error: 'A workload needs at least one container.',
      params: { mend: 'Add a container with an image.' },
    }),
  resources: z.record(label, resource).optional(),
});

/** A workload as its file says it, checked. @public */
export type ScoreWorkload = z.infer<typeof workloadSchema>;

/** A container of a workload. @public */
export type ScoreContainer = ScoreWorkload['containers'][string];

/** An entry of `resources`. @public */
export type ScoreResource = NonNullable<ScoreWorkload['resources']>[string];
