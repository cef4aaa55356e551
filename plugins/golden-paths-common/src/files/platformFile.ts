import type { Provisioner, ScoreEnvironment } from '@cairn/plugin-score-common';
import { parse, stringify } from 'yaml';
import { z } from 'zod';

/** Where a repository keeps what its manifests are rendered with. @public */
export const PLATFORM_FILE = '.cairn/platform.yaml';

const HEADER = `# What the platform offers and how its environments are set up, as of the last update of the golden path.
# \`cairn score render\` makes deploy/ from score.yaml, overrides/ and this file, anywhere and without asking anybody.
`;

const environment = z.object({
  name: z.string().min(1),
  namespace: z.string().min(1),
  production: z.boolean(),
  domain: z.string().min(1),
  replicas: z.object({
    min: z.number().int().nonnegative(),
    max: z.number().int().positive(),
  }),
  logLevel: z.string().min(1),
  telemetry: z.object({ endpoint: z.string(), sampleRatio: z.number() }),
  ingress: z.object({
    className: z.string(),
    namespace: z.string(),
    clusterIssuer: z.string().optional(),
  }),
  monitoringNamespace: z.string(),
}) satisfies z.ZodType<ScoreEnvironment>;

const provisioner = z.object({
  type: z.string().min(1),
  class: z.string().min(1),
  title: z.string(),
  description: z.string().optional(),
  by: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('claim'),
      offering: z.string(),
      apiVersion: z.string(),
      claimKind: z.string(),
      specSchema: z.record(z.string(), z.unknown()),
      spec: z.record(z.string(), z.unknown()),
      connectionKeys: z.record(z.string(), z.string()),
      variables: z.record(z.string(), z.string()),
    }),
    z.object({ kind: z.literal('built-in') }),
  ]),
  outputs: z.array(z.string()),
}) satisfies z.ZodType<Provisioner>;

/** What `.cairn/platform.yaml` holds. @public */
export const platformFileSchema = z.object({
  apiVersion: z.literal('cairn.dev/v1alpha1'),
  kind: z.literal('RenderSettings'),
  owner: z.string().min(1),
  component: z.string().min(1).optional(),
  images: z.record(z.string(), z.string()).optional(),
  environments: z.array(environment).min(1),
  provisioners: z.array(provisioner),
});

/** What manifests are rendered with, beside `score.yaml` and `overrides/`. @public */
export interface PlatformFile {
  /** The team, as the label `cairn.dev/owner` of its namespaces says. */
  owner: string;
  /** The component of the catalog; the workload's name when left out. */
  component?: string;
  /** Images by container; they take the place of those in `score.yaml`. */
  images?: Record<string, string>;
  environments: ScoreEnvironment[];
  provisioners: Provisioner[];
}

/**
 * Reads `.cairn/platform.yaml`.
 *
 * @returns the file, or one sentence on what is wrong with it
 * @public
 */
export function parsePlatformFile(
  text: string,
): { file: PlatformFile } | { problem: string } {
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 100 });
  } catch {
    return { problem: `${PLATFORM_FILE} is no valid YAML.` };
  }
  const parsed = platformFileSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return {
      problem: `${PLATFORM_FILE} cannot be used: ${
        issue?.path.join('.') || 'the file'
      }: ${issue?.message ?? 'not right'}.`,
    };
  }
  const { apiVersion: _, kind: __, ...file } = parsed.data;
  return { file };
}

/** The text of `.cairn/platform.yaml`: the same bytes for the same content. @public */
export function renderPlatformFile(file: PlatformFile): string {
  const { owner, component, images, environments, provisioners } = file;
  const part = (value: unknown) =>
    stringify(value, {
      sortMapEntries: true,
      lineWidth: 0,
      aliasDuplicateObjects: false,
    });
  return [
    HEADER,
    part({ apiVersion: 'cairn.dev/v1alpha1' }),
    part({ kind: 'RenderSettings' }),
    part({ owner }),
    ...(component ? [part({ component })] : []),
    ...(images && Object.keys(images).length > 0 ? [part({ images })] : []),
    part({ environments }),
    part({ provisioners }),
  ].join('');
}
