import type { JsonObject } from '../../runtime';
import { FieldNotFoundError, isObject } from '../fieldpath/FieldPath';
import type {
  CompositionFunction,
  DesiredObject,
  FunctionRequest,
  FunctionResult,
} from '../functionTypes';
import { FatalResult } from '../functionTypes';
import { goJson } from '../go/goJson';
import { applyPatch } from './applyPatch';
import { checkReadiness } from './checkReadiness';
import { composeConnectionSecret } from './composeConnectionSecret';
import { decodeInput } from './decodeInput';
import { extractConnectionDetails } from './extractConnectionDetails';
import { FunctionCrash } from './FunctionCrash';
import type { Patch, ResourcesInput, Template } from './input';
import { typeOf, validateInput } from './validateInput';

const ENVIRONMENT_KEY = 'apiextensions.crossplane.io/environment';

type Step = {
  request: FunctionRequest;
  environment: JsonObject;
  results: FunctionResult[];
};

/**
 * What function-patch-and-transform v0.10.8 does.
 *
 * @throws FatalResult when the input is refused or a patch fails
 */
export const patchAndTransform: CompositionFunction = request => {
  const input = asFatal('', () => decodeInput(request.input));
  asFatal('invalid Function input: ', () => validateInput(input));
  const templates = asFatal('cannot resolve PatchSets: ', () =>
    resolvePatchSets(input),
  );

  const step: Step = {
    request,
    environment: environmentOf(request.context),
    results: [],
  };
  request.desired.composite.ready = 'Unspecified';
  (input.environment?.patches ?? []).forEach((patch, index) => {
    const type = typeOf(patch);
    try {
      patchEnvironment(patch, step);
    } catch (error) {
      if (error instanceof FieldNotFoundError && !isRequired(patch)) return;
      throw fatal(
        `cannot apply the "${type}" environment patch at index ${index}: `,
        error,
      );
    }
  });

  // Only what this step was given may be without a base, not what it makes itself.
  const given = new Map(request.desired.resources);
  let complete = true;
  for (const template of templates) {
    const desired = renderTemplate(template, given, step);
    if (desired) request.desired.resources.set(template.name ?? '', desired);
    else complete = false;
  }
  if (!complete) request.desired.composite.ready = 'False';
  request.context[ENVIRONMENT_KEY] = step.environment;
  asFatal('cannot compose connection secret: ', () =>
    composeConnectionSecret(request, input.writeConnectionSecretToRef),
  );
  return { results: step.results };
};

function environmentOf(context: JsonObject): JsonObject {
  const given = context[ENVIRONMENT_KEY];
  const environment = isObject(given) ? given : {};
  return {
    ...environment,
    apiVersion: 'internal.crossplane.io/v1alpha1',
    kind: 'Environment',
  };
}

function resolvePatchSets(input: ResourcesInput): Template[] {
  const sets = new Map(
    (input.patchSets ?? []).map(set => [set.name ?? '', set.patches ?? []]),
  );
  return (input.resources ?? []).map(template => ({
    ...template,
    patches: (template.patches ?? []).flatMap(patch => {
      if (typeOf(patch) !== 'PatchSet') return [patch];
      const name = patch.patchSetName ?? '';
      const patches = sets.get(name);
      if (!patches) throw new Error(`cannot find PatchSet by name ${name}`);
      return patches;
    }),
  }));
}

/** @returns the resource, or nothing when a required source for a new resource is missing */
function renderTemplate(
  template: Template,
  given: Map<string, DesiredObject>,
  step: Step,
): DesiredObject | undefined {
  const { name = '' } = template;
  const { request, results } = step;
  const observed = request.observed.resources.get(name);
  const desired: DesiredObject = {
    resource: baseOf(template, given),
    ready: 'Unspecified',
  };
  if (observed) {
    Object.assign(
      request.desired.composite.connectionDetails,
      extractConnectionDetails(
        observed.resource,
        observed.connectionDetails,
        template.connectionDetails ?? [],
      ),
    );
    try {
      if (checkReadiness(observed.resource, template.readinessChecks)) {
        desired.ready = 'True';
      }
    } catch (error) {
      if (!(error instanceof Error) || error instanceof FunctionCrash)
        throw error;
      warn(
        results,
        `cannot check readiness of composed resource "${name}": ${error.message}`,
      );
    }
  }
  for (const [index, patch] of (template.patches ?? []).entries()) {
    const type = typeOf(patch);
    try {
      patchResource(patch, desired.resource, observed?.resource, step);
    } catch (error) {
      const where = `cannot render composed resource "${name}" "${type}" patch at index ${index}: `;
      if (!(error instanceof FieldNotFoundError)) throw fatal(where, error);
      if (!isRequired(patch)) continue;
      if (observed) {
        warn(
          results,
          `${where}ignoring 'policy.fromFieldPath: Required' because 'to' resource already exists: ${error.message}`,
        );
        continue;
      }
      warn(
        results,
        `not adding new composed resource "${name}" to desired state because "${type}" patch at index ${index} has 'policy.fromFieldPath: Required': ${error.message}`,
      );
      return undefined;
    }
  }
  return desired;
}

function baseOf(
  template: Template,
  given: Map<string, DesiredObject>,
): JsonObject {
  const { name = '', base } = template;
  if (!base) {
    const earlier = given.get(name);
    if (!earlier) {
      throw new FatalResult(
        `composed resource "${name}" has no base template, and was not produced by a previous Function in the pipeline`,
      );
    }
    return structuredClone(earlier.resource);
  }
  if (typeof base.kind !== 'string' || base.kind === '') {
    throw new FatalResult(
      `cannot parse base template of composed resource "${name}": Object 'Kind' is missing in '${goJson(
        base,
      )}'`,
    );
  }
  return structuredClone(base);
}

function patchEnvironment(patch: Patch, step: Step): void {
  const { observed, desired } = step.request;
  const { environment } = step;
  switch (typeOf(patch)) {
    case 'FromCompositeFieldPath':
    case 'CombineFromComposite':
    case 'ToEnvironmentFieldPath':
      applyPatch(patch, observed.composite.resource, environment);
      return;
    default:
      applyPatch(patch, environment, desired.composite.resource);
  }
}

function patchResource(
  patch: Patch,
  desired: JsonObject,
  observed: JsonObject | undefined,
  step: Step,
): void {
  const { composite } = step.request.observed;
  switch (typeOf(patch)) {
    case 'FromCompositeFieldPath':
    case 'CombineFromComposite':
      applyPatch(patch, composite.resource, desired);
      return;
    case 'FromEnvironmentFieldPath':
    case 'CombineFromEnvironment':
      applyPatch(patch, step.environment, desired);
      return;
    case 'ToCompositeFieldPath':
    case 'CombineToComposite':
      // What does not exist yet has nothing to tell.
      if (observed)
        applyPatch(patch, observed, step.request.desired.composite.resource);
      return;
    default:
      if (observed) applyPatch(patch, observed, step.environment);
  }
}

function isRequired(patch: Patch): boolean {
  return patch.policy?.fromFieldPath === 'Required';
}

function warn(results: FunctionResult[], message: string): void {
  results.push({ severity: 'SEVERITY_WARNING', message });
}

function asFatal<T>(prefix: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw fatal(prefix, error);
  }
}

function fatal(prefix: string, error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof FunctionCrash || error instanceof FatalResult)
    return error;
  return new FatalResult(prefix + error.message);
}
