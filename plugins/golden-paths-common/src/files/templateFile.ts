import type { JsonObject, JsonValue } from '@backstage/types';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { parseScaffoldedFrom } from '../paths/scaffoldedFrom';
import { isVersion } from '../versions';

/** Where a repository keeps what it was made from. @public */
export const TEMPLATE_FILE = '.cairn/template.yaml';

const HEADER = `# What this repository was made from. The portal reads it to bring newer versions of the golden path as
# pull requests; keep it, and do not edit it by hand.
`;

const json: z.ZodType<JsonValue> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(json),
    z.record(z.string(), json),
  ]),
);

/** What `.cairn/template.yaml` holds. @public */
export const templateFileSchema = z.object({
  apiVersion: z.literal('cairn.dev/v1alpha1'),
  kind: z.literal('ScaffoldedFrom'),
  /** For example `template:default/nodejs-service`. */
  template: z.string().refine(text => {
    const found = parseScaffoldedFrom(text);
    return found !== undefined && found.version === undefined;
  }, 'must be the reference of a template, such as template:default/nodejs-service'),
  version: z.string().refine(isVersion, 'must be a version such as 1.0.0'),
  /** What the skeleton was rendered with. */
  values: z.record(z.string(), json),
});

/** @public */
export interface TemplateFile {
  template: string;
  version: string;
  values: JsonObject;
}

/**
 * Reads `.cairn/template.yaml`.
 *
 * @returns the file, or one sentence on what is wrong with it
 * @public
 */
export function parseTemplateFile(
  text: string,
): { file: TemplateFile } | { problem: string } {
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 100 });
  } catch {
    return { problem: `${TEMPLATE_FILE} is no valid YAML.` };
  }
  const parsed = templateFileSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.join('.') ?? '';
    return {
      problem: `${TEMPLATE_FILE} cannot be used: ${field || 'it'} ${
        issue?.message ?? 'is not right'
      }.`,
    };
  }
  const { template, version, values } = parsed.data;
  return { file: { template, version, values: values as JsonObject } };
}

/** The text of `.cairn/template.yaml`: the same bytes for the same content. @public */
export function renderTemplateFile(file: TemplateFile): string {
  const { template, version, values } = file;
  const part = (value: unknown) =>
    stringify(value, { sortMapEntries: true, lineWidth: 0 });
  return [
    HEADER,
    part({ apiVersion: 'cairn.dev/v1alpha1' }),
    part({ kind: 'ScaffoldedFrom' }),
    part({ template }),
    part({ version }),
    part({ values }),
  ].join('');
}
