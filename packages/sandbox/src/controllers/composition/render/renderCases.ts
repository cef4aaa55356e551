import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScalarTag } from 'yaml';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { Json, JsonObject } from '../../runtime';

const variantSchema = z.looseObject({
  name: z.string(),
  input: z.unknown().optional(),
  withoutFlags: z.array(z.string()).optional(),
  expected: z.string().optional(),
  expectedError: z.string().optional(),
  functionCrashes: z.boolean().optional(),
});

/** One recorded run of `crossplane render`: the files it was given and what it printed. */
export type RenderCase = {
  name: string;
  files: Record<string, string>;
  input?: JsonObject;
  fullComposite: boolean;
  expected?: string;
  expectedError?: string;
  functionCrashes: boolean;
};

/** Reads the recorded cases and their variants. */
export function readRenderCases(folder: string): RenderCase[] {
  return readdirSync(folder)
    .sort()
    .flatMap(file => {
      const name = file.replace(/\.yaml$/, '');
      const { variants = [], ...rest } = parse(
        readFileSync(join(folder, file), 'utf8'),
      ) as Record<string, unknown>;
      const files = z.record(z.string(), z.string()).parse(rest);
      const base: RenderCase = {
        name,
        files,
        fullComposite: true,
        expected: files['expected.yaml'],
        expectedError: files['expected-error.txt'],
        functionCrashes: false,
      };
      return [
        base,
        ...z
          .array(variantSchema)
          .parse(variants)
          .map(row => ({
            name: `${name} ${row.name}`,
            files: {
              ...files,
              ...Object.fromEntries(
                Object.entries(row).filter(
                  (entry): entry is [string, string] =>
                    entry[0].endsWith('.yaml') && typeof entry[1] === 'string',
                ),
              ),
            },
            input: row.input as JsonObject | undefined,
            fullComposite: !row.withoutFlags?.includes('--include-full-xr'),
            expected: row.expected,
            expectedError: row.expectedError,
            functionCrashes: row.functionCrashes ?? false,
          })),
      ];
    });
}

/** The words for true and false of YAML 1.1, which the recorded tool reads. */
const wordBoolean: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  resolve: text => /^(?:y|yes|true|on)$/i.test(text),
};

/** Octal numbers with a leading zero, and digits grouped by underscores. */
const oldInteger: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+]?(?:0[0-7]+|0o[0-7]+|[0-9][0-9_]*_[0-9_]*)$/,
  resolve: text => {
    const digits = text.replace(/_/g, '');
    return /^[-+]?0o?[0-7]/.test(digits)
      ? Number.parseInt(digits.replace('o', ''), 8)
      : Number.parseInt(digits, 10);
  },
};

/** Reads YAML the way the recorded tool does. Keys become text. */
export function readYaml(text: string): JsonObject[] {
  return parseAllDocuments(text, {
    customTags: tags => [wordBoolean, oldInteger, ...tags],
  })
    .map(document => plainJson(document.toJS({ mapAsMap: true })))
    .filter((it): it is JsonObject => typeof it === 'object' && it !== null);
}

function plainJson(value: unknown): Json {
  if (value instanceof Map) {
    return Object.fromEntries(
      [...value].map(([key, member]) => [String(key), plainJson(member)]),
    );
  }
  if (Array.isArray(value)) return value.map(plainJson);
  return (value ?? null) as Json;
}
