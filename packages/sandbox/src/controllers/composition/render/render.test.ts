import { join } from 'node:path';
import type { Json, JsonObject } from '../../runtime';
import { isObject } from '../fieldpath/FieldPath';
import { composedName } from './composedName';
import { builtInFunction } from './functions';
import { render } from './render';
import type { RenderCase } from './renderCases';
import { readRenderCases, readYaml } from './renderCases';
import { readFileSync } from 'node:fs';

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

/** Refusals of the command line itself, which have no part in rendering. */
const COMMAND_LINE =
  /does not match XR's|must use spec\.mode|required label|incorrect value for label|not a composition|cannot get composite resource spec/;

describe('render does what crossplane render does', () => {
  const cases = readRenderCases(join(fixtures, 'render')).filter(
    it => !COMMAND_LINE.test(it.expectedError ?? ''),
  );

  it.each(cases.filter(it => it.expected).map(it => [it.name, it] as const))(
    '%s',
    (_, given) => {
      expect(comparable(run(given))).toEqual(
        comparable(readYaml(given.expected ?? '')),
      );
    },
  );

  it.each(
    cases.filter(it => it.expectedError).map(it => [it.name, it] as const),
  )('%s fails', (_, given) => {
    const expected = (given.expectedError ?? '')
      .trim()
      .replace('crossplane: error: cannot render composite resource: ', '')
      .replace('<EOF or connection reset by peer>', 'EOF');
    let message = 'nothing';
    try {
      run(given);
    } catch (error) {
      message = error instanceof Error ? error.message : String(error);
    }
    expect(message).toBe(expected);
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
