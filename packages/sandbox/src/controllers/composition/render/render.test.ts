import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Json, JsonObject } from '../../runtime';
import { isObject } from '../fieldpath/FieldPath';
import { composedName } from './composedName';
import { builtInFunction } from './functions';
import { render } from './render';
import type { RenderCase } from './renderCases';
import { readRenderCases, readYaml } from './renderCases';

const fixtures = join(__dirname, '..', '__fixtures__');
const MOMENT = '2024-01-01T00:00:00Z';
const NAME = 'crossplane.io/composition-resource-name';

function functionOf(name: string) {
  const found = builtInFunction(name);
  if (!found) {
    throw new Error(
      `unknown Function "${name}" - does it exist in your Functions file?`,
    );
  }
  return found;
}

/** Puts the defaults of a schema into an object, as a cluster does before any controller sees it. */
function applyDefaults(schema: Json | undefined, value: Json): void {
  if (!isObject(schema)) return;
  if (Array.isArray(value))
    value.forEach(it => applyDefaults(schema.items, it));
  if (!isObject(value) || !isObject(schema.properties)) return;
  for (const [name, property] of Object.entries(schema.properties)) {
    if (!isObject(property)) continue;
    if (value[name] === undefined && property.default !== undefined) {
      value[name] = structuredClone(property.default);
    }
    if (value[name] !== undefined) applyDefaults(property, value[name] ?? null);
  }
}

/** A status that a patch made unreadable stays as the patch left it. */
function withCondition(status: Json | undefined, condition: JsonObject): Json {
  if (status !== undefined && !isObject(status)) return status;
  const written =
    isObject(status) && Array.isArray(status.conditions)
      ? status.conditions
      : [];
  const others = written
    .filter(isObject)
    .filter(it => it.type !== condition.type);
  return { ...status, conditions: [...others, condition] };
}

/** Equal by value: JSON has no negative zero, and the tool prints an empty context in three ways. */
function comparable(documents: JsonObject[]): JsonObject[] {
  return (JSON.parse(JSON.stringify(documents)) as JsonObject[]).map(
    document => {
      const { fields, ...rest } = document;
      return document.kind === 'Context' &&
        Object.keys(fields ?? {}).length === 0
        ? rest
        : document;
    },
  );
}

/** Runs a case the way the recorded command line did, up to its printed documents. */
function run(given: RenderCase): JsonObject[] {
  const read = (file: string) =>
    given.files[file] ? readYaml(given.files[file]) : [];
  const [composite] = read('xr.yaml');
  const [composition] = read('composition.yaml');
  const [xrd] = read('xrd.yaml');
  if (xrd) {
    const { spec } = xrd as { spec: { versions: { schema: JsonObject }[] } };
    applyDefaults(spec.versions[0].schema.openAPIV3Schema, composite);
  }
  if (
    given.input &&
    isObject(composition.spec) &&
    Array.isArray(composition.spec.pipeline)
  ) {
    Object.assign(composition.spec.pipeline[0] ?? {}, { input: given.input });
  }
  const observed = new Map(
    read('observed.yaml').flatMap(resource => {
      const { annotations } = resource.metadata as {
        annotations?: Record<string, string>;
      };
      return annotations?.[NAME]
        ? [[annotations[NAME], { resource }] as const]
        : [];
    }),
  );
  const [environment] = read('environment.yaml');
  const rendered = render({
    composite,
    composition,
    observed,
    context: environment && {
      'apiextensions.crossplane.io/environment': environment,
    },
    functionOf,
  });
  const condition = {
    type: 'Ready',
    status: rendered.ready.ready ? 'True' : 'False',
    reason: rendered.ready.ready ? 'Available' : 'Creating',
    lastTransitionTime: MOMENT,
    ...(rendered.ready.message && { message: rendered.ready.message }),
  };
  const status = withCondition(rendered.composite.status, condition);
  const { name, namespace } = composite.metadata as {
    name?: string;
    namespace?: string;
  };
  const document = given.fullComposite
    ? { ...composite, status }
    : {
        ...rendered.composite,
        metadata: {
          ...(isObject(rendered.composite.metadata) &&
            rendered.composite.metadata),
          ...(name && { name }),
          ...(namespace && { namespace }),
        },
        status,
      };
  return [
    document,
    ...rendered.composed.map(it => it.resource),
    ...rendered.results.map(it => ({
      apiVersion: 'render.crossplane.io/v1beta1',
      kind: 'Result',
      ...it,
    })),
    {
      apiVersion: 'render.crossplane.io/v1beta1',
      kind: 'Context',
      fields: rendered.context,
    },
  ];
}

/** What a case printed, or the error it ended with; both as they are compared. */
type Outcome = { documents: JsonObject[] } | { error: string };

function outcomeOf(given: RenderCase): Outcome {
  try {
    return { documents: comparable(run(given)) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function recordedOutcomeOf({ expected, expectedError }: RenderCase): Outcome {
  return expectedError === undefined
    ? { documents: comparable(readYaml(expected ?? '')) }
    : {
        error: expectedError
          .trim()
          .replace('crossplane: error: cannot render composite resource: ', '')
          .replace('<EOF or connection reset by peer>', 'EOF'),
      };
}

const notRendered = z
  .array(z.strictObject({ case: z.string(), reason: z.string().min(20) }))
  .parse(parse(readFileSync(join(__dirname, 'notRendered.yaml'), 'utf8')));

describe('render does what crossplane render does', () => {
  const cases = readRenderCases(join(fixtures, 'render'));
  const listed = new Set(notRendered.map(it => it.case));

  it.each(
    cases.filter(it => !listed.has(it.name)).map(it => [it.name, it] as const),
  )('%s', (_, given) => {
    expect(outcomeOf(given)).toEqual(recordedOutcomeOf(given));
  });

  it.each(notRendered.map(it => [it.case] as const))(
    '%s differs, as listed',
    name => {
      const given = cases.filter(it => it.name === name);
      expect(given).toHaveLength(1);
      expect(outcomeOf(given[0])).not.toEqual(recordedOutcomeOf(given[0]));
    },
  );

  it('knows all 60 cases and 273 variants, of which at most one in twenty is listed', () => {
    expect(cases.filter(it => !it.name.includes(' '))).toHaveLength(60);
    expect(cases).toHaveLength(60 + 273);
    expect(new Set(cases.map(it => it.name)).size).toBe(cases.length);
    expect(listed.size).toBe(notRendered.length);
    expect(listed.size / cases.length).toBeLessThanOrEqual(0.05);
  });
});

describe('composedName', () => {
  const names = readYaml(readFileSync(join(fixtures, 'names.yaml'), 'utf8'))[0];
  it.each(
    (names as unknown as Record<string, string>[]).map(
      it => [it.name, it] as const,
    ),
  )('%s', (name, { generateName, ownerUid, resourceName }) => {
    expect(composedName({ generateName, ownerUid, resourceName })).toBe(name);
  });
});
