import { ApiError } from '../../errors';
import type { KubeObject, StatusObject } from '../../types';
import { canonical } from '../../verbs/canonical';
import { type AdmissionAttributes, isExempt } from '../AdmissionAttributes';
import type { AdmissionSession } from '../AdmissionSession';
import {
  type LabelSelector,
  type MatchedAs,
  matchRules,
  namespaceSelected,
  objectSelected,
} from '../matchRules';
import { evaluateConditions } from '../policies/evaluatePolicy';
import { expressionInput } from '../policies/expressionInput';
import {
  ReviewError,
  inVersion,
  patchOf,
  reviewRequest,
} from './admissionReview';
import { applyWebhookPatch } from './applyWebhookPatch';
import type { CallResult } from './callWebhook';
import type { Webhook } from './Webhook';

/** What both phases need beside the request. */
export interface WebhookPhase {
  session: AdmissionSession;
  labelsOf: (namespace: string) => Readonly<Record<string, string>>;
  /** Makes a patched object fit its type again. */
  decode: (object: KubeObject) => KubeObject;
}

/**
 * Asks all validating webhooks at once.
 *
 * @throws ApiError of the first that refuses
 */
export function validateByWebhooks(
  phase: WebhookPhase,
  attributes: AdmissionAttributes,
  webhooks: readonly Webhook[],
): void {
  if (isExempt(attributes)) return;
  const { session } = phase;
  const calls = webhooks.flatMap(webhook => {
    const matched = matches(phase, webhook, attributes);
    if (!matched) return [];
    checkDryRun(webhook, attributes);
    return [{ webhook, request: reviewRequest(attributes, matched) }];
  });
  session.answersOf(calls).forEach((result, i) => {
    judge(session, calls[i].webhook, result);
  });
}

/**
 * Lets mutating webhooks change the object, one after the other, and asks those
 * that want it again if a later one changed something.
 *
 * @throws ApiError of the first that refuses
 */
export function mutateByWebhooks(
  phase: WebhookPhase,
  attributes: AdmissionAttributes,
  webhooks: readonly Webhook[],
): KubeObject | undefined {
  if (isExempt(attributes)) return attributes.object;
  let { object } = attributes;
  const invoked = new Set<string>();
  const again = new Set<string>();
  const round = (chosen: readonly Webhook[]) => {
    for (const webhook of chosen) {
      const current = { ...attributes, ...(object && { object }) };
      const matched = matches(phase, webhook, current);
      if (!matched) continue;
      const next = mutateBy(phase, webhook, current, matched);
      if (next) {
        object = next;
        for (const id of invoked) again.add(id);
        invoked.clear();
      }
      if (webhook.reinvoke) invoked.add(webhook.id);
    }
  };
  round(webhooks);
  if (again.size > 0) round(webhooks.filter(({ id }) => again.has(id)));
  return object;
}

/** The changed object; `undefined` if the webhook left it alone. */
function mutateBy(
  phase: WebhookPhase,
  webhook: Webhook,
  attributes: AdmissionAttributes,
  matched: MatchedAs,
): KubeObject | undefined {
  const { session } = phase;
  checkDryRun(webhook, attributes);
  const request = reviewRequest(attributes, matched);
  const [result] = session.answersOf([{ webhook, request }]);
  if (!judge(session, webhook, result) || !result.answer) return undefined;
  let operations: unknown[];
  try {
    operations = patchOf(result.answer);
  } catch (error) {
    if (!(error instanceof ReviewError)) throw error;
    judge(session, webhook, { failure: error.message });
    return undefined;
  }
  if (operations.length === 0) return undefined;
  const shown = inVersion(attributes.object, matched);
  if (!shown) {
    throw ApiError.internal(
      `admission webhook "${webhook.name}" attempted to modify the object, which is not supported for this operation`,
    );
  }
  const patched = applyWebhookPatch(shown, operations);
  const { kind, apiVersion } = attributes.object as KubeObject;
  const next = decodePatched(phase, { ...patched, kind, apiVersion });
  return canonical(next) === canonical(attributes.object) ? undefined : next;
}

/** @throws ApiError 500: it is not the client who wrote this */
function decodePatched(phase: WebhookPhase, patched: KubeObject): KubeObject {
  try {
    return phase.decode(patched);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw ApiError.internal(
      error.message.replace(/^.* cannot be handled as a \w+: /, ''),
    );
  }
}

function matches(
  phase: WebhookPhase,
  webhook: Webhook,
  attributes: AdmissionAttributes,
): MatchedAs | undefined {
  const { control } = phase.session;
  const { namespaceSelector, objectSelector } = webhook as {
    namespaceSelector?: LabelSelector;
    objectSelector?: LabelSelector;
  };
  if (!namespaceSelected(namespaceSelector, attributes, phase.labelsOf)) {
    return undefined;
  }
  if (!objectSelected(objectSelector, attributes)) return undefined;
  const matched = matchRules(
    webhook.rules,
    attributes,
    webhook.matchPolicy,
    control.services.registry,
  );
  return matched && conditionsHold(webhook, attributes, matched, control)
    ? matched
    : undefined;
}

/** @throws ApiError 403 if they cannot be told and the webhook fails closed */
function conditionsHold(
  { conditions, failOpen }: Webhook,
  attributes: AdmissionAttributes,
  matched: MatchedAs,
  { services }: AdmissionSession['control'],
): boolean {
  if (!conditions) return true;
  const program = conditions();
  const input = expressionInput(attributes, matched, services.authorizer);
  const holds = evaluateConditions(program.matchConditions, program.on(input));
  if (typeof holds === 'boolean') return holds;
  if (failOpen) return false;
  const { type, name } = attributes;
  throw ApiError.forbidden(
    { group: type.group, kind: type.plural },
    name,
    holds,
  );
}

function checkDryRun(webhook: Webhook, { dryRun }: AdmissionAttributes): void {
  if (!dryRun || webhook.noSideEffects) return;
  throw ApiError.badRequest(
    `admission webhook "${webhook.name}" does not support dry run`,
  );
}

/** Passes on what a webhook said; false if it could not be asked and need not be. */
function judge(
  session: AdmissionSession,
  webhook: Webhook,
  result: CallResult,
): boolean {
  const { name } = webhook;
  const { answer } = result;
  if (!answer) {
    if (!webhook.failOpen) {
      throw ApiError.internal(
        `failed calling webhook "${name}": ${result.failure}`,
      );
    }
    const phase = webhook.mutating ? 'mutation' : 'validating';
    session.annotate(
      `failed-open.${phase}.webhook.admission.k8s.io/${name}`,
      name,
    );
    return false;
  }
  for (const [key, value] of Object.entries(answer.auditAnnotations)) {
    session.annotate(`${name}/${key}`, value);
  }
  answer.warnings.forEach(session.request.warn);
  if (!answer.allowed) throw denial(name, answer.status ?? {});
  return true;
}

/** The webhook's own status, made a failure if it was none. */
function denial(name: string, status: Partial<StatusObject>): ApiError {
  const by = `admission webhook "${name}" denied the request`;
  const { message, reason, details } = status;
  const said = message || reason;
  return ApiError.custom({
    code: Math.max(Number(status.code ?? 0), 400),
    ...(reason && { reason }),
    message: said ? `${by}: ${said}` : `${by} without explanation`,
    ...(details && { details }),
  });
}
