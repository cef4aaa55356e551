import type { Json, JsonObject } from '../../runtime';
import { isObject } from '../fieldpath/FieldPath';
import type {
  CompositionFunction,
  FunctionRequest,
  Ready,
} from '../functionTypes';
import { FatalResult } from '../functionTypes';
import { compareBytes } from '../go/compareBytes';
import type { ConnectionDetails } from '../patchAndTransform/extractConnectionDetails';
import { renderMetadata } from './renderMetadata';

/** An observed composed resource, by the name its template has. */
export type ObservedComposed = {
  resource: JsonObject;
  connectionDetails?: ConnectionDetails;
};

/** One composed resource as it should be applied. */
export type RenderedResource = {
  name: string;
  resource: JsonObject;
  ready: Ready;
};

/** A warning of a step. */
export type StepResult = { step: string; severity: string; message: string };

/** What a pipeline made of a composite. */
export type Rendered = {
  /** The desired composite; only its status is ever applied. */
  composite: JsonObject;
  /** Sorted by name, in byte order. */
  composed: RenderedResource[];
  ready: { ready: boolean; message?: string };
  results: StepResult[];
  context: JsonObject;
  connectionDetails: ConnectionDetails;
};

/** What a pipeline works on. */
export type RenderOptions = {
  composite: JsonObject;
  composition: JsonObject;
  observed?: ReadonlyMap<string, ObservedComposed>;
  /** Connection details that the composite published earlier. */
  connectionDetails?: ConnectionDetails;
  context?: JsonObject;
  /** The function of a name. @throws Error when there is none */
  functionOf: (name: string) => CompositionFunction;
};

/**
 * Runs the pipeline of a composition for a composite. Pure: reads and writes nothing but its arguments and result.
 *
 * @throws Error with the text that Crossplane reports when a step fails
 */
export function render(options: RenderOptions): Rendered {
  const { composite, functionOf } = options;
  const request: FunctionRequest = {
    observed: {
      composite: {
        resource: composite,
        connectionDetails: options.connectionDetails ?? {},
      },
      resources: new Map(
        [...(options.observed ?? [])].map(([name, it]) => [
          name,
          {
            resource: it.resource,
            connectionDetails: it.connectionDetails ?? {},
          },
        ]),
      ),
    },
    desired: {
      composite: {
        resource: { apiVersion: composite.apiVersion, kind: composite.kind },
        ready: 'Unspecified',
        connectionDetails: {},
      },
      resources: new Map(),
    },
    context: structuredClone(options.context ?? {}),
  };
  const results: StepResult[] = [];
  for (const { step, functionName, input } of pipelineOf(options.composition)) {
    const run = prefixed(`cannot run pipeline step "${step}": `, () =>
      functionOf(functionName),
    );
    try {
      const response = run({ ...request, input });
      results.push(...response.results.map(it => ({ step, ...it })));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      throw error instanceof FatalResult
        ? new Error(
            `pipeline step "${step}" returned a fatal result: ${error.message}`,
          )
        : new Error(`cannot run pipeline step "${step}": ${error.message}`);
    }
  }
  const composed = [...request.desired.resources]
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([name, desired]) => ({
      name,
      ready: desired.ready,
      resource: renderMetadata({
        composite,
        name,
        resource: desired.resource,
        observed: request.observed.resources.get(name)?.resource,
      }),
    }));
  return {
    composite: request.desired.composite.resource,
    composed,
    ready: readinessOf(request.desired.composite.ready, composed),
    results,
    context: request.context,
    connectionDetails: request.desired.composite.connectionDetails,
  };
}

function pipelineOf(composition: JsonObject) {
  const spec = isObject(composition.spec) ? composition.spec : {};
  const pipeline: Json[] = Array.isArray(spec.pipeline) ? spec.pipeline : [];
  return pipeline.filter(isObject).map(step => {
    const functionRef = isObject(step.functionRef) ? step.functionRef : {};
    return {
      step: String(step.step ?? ''),
      functionName: String(functionRef.name ?? ''),
      input: isObject(step.input) ? step.input : undefined,
    };
  });
}

function readinessOf(composite: Ready, composed: RenderedResource[]) {
  if (composite === 'False') return { ready: false };
  if (composite === 'True') return { ready: true };
  const unready = composed.filter(it => it.ready !== 'True').map(it => it.name);
  if (unready.length === 0) return { ready: true };
  return { ready: false, message: `Unready resources: ${sample(unready)}` };
}

/** At most three names, and how many there are beyond. Two are joined by a comma, exactly three by "and". */
export function sample(names: readonly string[]): string {
  if (names.length < 3) return names.join(', ');
  const [first, second, third, ...more] = names;
  return more.length === 0
    ? `${first}, ${second}, and ${third}`
    : `${first}, ${second}, ${third}, and ${more.length} more`;
}

function prefixed<T>(prefix: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof Error ? new Error(prefix + error.message) : error;
  }
}
