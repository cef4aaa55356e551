import { compileProgram, type PolicyProgram } from '../../../cel';
import type { KubeObject } from '../../types';
import type { LabelSelector, MatchCriteria, MatchRule } from '../matchRules';
import { declareAuthorizer } from '../policies/authorizerLibrary';

/** A CEL expression with a name. */
export interface MatchCondition {
  name: string;
  expression: string;
}

/** How a webhook is reached. */
export interface ClientConfig {
  url?: string;
  service?: { namespace: string; name: string; path?: string; port?: number };
  /** PEM, base64. */
  caBundle?: string;
}

/** One webhook of a configuration, with all defaults filled in. */
export interface Webhook extends MatchCriteria {
  /** Tells webhooks of all configurations apart. */
  id: string;
  configuration: string;
  name: string;
  mutating: boolean;
  clientConfig: ClientConfig;
  failOpen: boolean;
  noSideEffects: boolean;
  timeoutSeconds: number;
  reviewVersions: string[];
  /** Unset without match conditions; compiled at first use. */
  conditions?: () => PolicyProgram;
  reinvoke: boolean;
}

interface WrittenWebhook {
  name: string;
  clientConfig: ClientConfig;
  rules?: MatchRule[];
  failurePolicy?: string;
  matchPolicy?: string;
  namespaceSelector?: LabelSelector;
  objectSelector?: LabelSelector;
  sideEffects?: string;
  timeoutSeconds?: number;
  admissionReviewVersions?: string[];
  matchConditions?: MatchCondition[];
  reinvocationPolicy?: string;
}

/** The webhooks of a stored configuration, in its order. */
export function webhooksOf(configuration: KubeObject): Webhook[] {
  const mutating = configuration.kind === 'MutatingWebhookConfiguration';
  const { name = '' } = configuration.metadata;
  const written = (configuration.webhooks ?? []) as WrittenWebhook[];
  return written.map((hook, position) => ({
    id: `${configuration.kind}/${name}/${position}/${hook.name}`,
    configuration: name,
    name: hook.name,
    mutating,
    clientConfig: hook.clientConfig,
    rules: hook.rules ?? [],
    namespaceSelector: hook.namespaceSelector,
    objectSelector: hook.objectSelector,
    matchPolicy: hook.matchPolicy,
    failOpen: hook.failurePolicy === 'Ignore',
    noSideEffects: ['None', 'NoneOnDryRun'].includes(hook.sideEffects ?? ''),
    timeoutSeconds: hook.timeoutSeconds ?? 10,
    reviewVersions: hook.admissionReviewVersions ?? [],
    ...(hook.matchConditions?.length && {
      conditions: lazily(() => compileConditions(hook.matchConditions ?? [])),
    }),
    reinvoke: hook.reinvocationPolicy === 'IfNeeded',
  }));
}

/**
 * Compiles match conditions as the API server does.
 *
 * @throws PolicyCompileError
 */
export function compileConditions(
  matchConditions: MatchCondition[],
  hasParams = false,
): PolicyProgram {
  return compileProgram(
    {
      matchConditions: matchConditions.map(({ name, expression }) => ({
        name,
        expression: expression.trim(),
      })),
    },
    {
      strict: true,
      inputs: hasParams ? ['params'] : [],
      authorizer: declareAuthorizer,
    },
  );
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
