import type { KubeObject } from '../types';
import { decodeIntoType } from '../verbs/decode';
import type { DeleteOptions } from '../verbs/deleteOptions';
import type { WriteContext } from '../verbs/WriteContext';
import type {
  AdmissionAttributes,
  GroupVersionKind,
  Operation,
} from './AdmissionAttributes';
import { AdmissionSession } from './AdmissionSession';
import { validateByPolicies } from './policies/validateByPolicies';
import { checkQuotas } from './resources/checkQuotas';
import {
  checkLimitRanges,
  defaultFromLimitRanges,
} from './resources/limitRanger';
import {
  mutateByWebhooks,
  validateByWebhooks,
  type WebhookPhase,
} from './webhooks/runWebhooks';

const OPTION_KINDS: Record<Operation, string> = {
  CREATE: 'CreateOptions',
  UPDATE: 'UpdateOptions',
  DELETE: 'DeleteOptions',
  CONNECT: 'ConnectOptions',
};

/** What is being done to an object. */
export interface AdmittedWrite {
  /** Unset on delete. */
  object?: KubeObject;
  /** Unset on create. */
  oldObject?: KubeObject;
  /** Unless it is the kind of the resource. */
  kind?: GroupVersionKind;
  /** Unless it is that of the object. */
  name?: string;
  /** Of a deletion, whose options do not stand in the query alone. */
  options?: Record<string, unknown>;
}

/**
 * Lets admission change an object before it is checked. The object given is
 * left as it is.
 *
 * @returns The object to go on with; the one given if nobody is concerned.
 * @throws ApiError if it is refused
 */
export function mutateOnAdmission(
  context: WriteContext,
  write: AdmittedWrite & { object: KubeObject },
): KubeObject {
  const { admission, type } = context;
  if (!admission) return write.object;
  if (!write.oldObject) defaultFromLimitRanges(context, write.object);
  const { mutating, validating } = admission.concerned(type);
  if (mutating.length + validating.length === 0) return write.object;
  // The write may be run again, so nothing of the request may be changed.
  const object = structuredClone(write.object);
  const attributes = attributesOf(context, admission, { ...write, object });
  return (
    mutateByWebhooks(
      phaseOf(context, admission, write),
      attributes,
      mutating,
    ) ?? object
  );
}

/**
 * Asks admission about what is going to be stored or deleted.
 *
 * @throws ApiError if it is refused
 */
export function validateOnAdmission(
  context: WriteContext,
  write: AdmittedWrite,
): void {
  const { admission, type } = context;
  if (!admission) return;
  const { object, oldObject, kind } = write;
  const isOwnKind = object && !kind;
  if (isOwnKind) checkLimitRanges(context, object, oldObject);
  const { policies, validating } = admission.concerned(type);
  if (policies.length + validating.length > 0) {
    const phase = phaseOf(context, admission, write);
    const attributes = attributesOf(context, admission, write);
    const { draft } = context;
    validateByPolicies({ ...phase, draft }, attributes, policies);
    validateByWebhooks(phase, attributes, validating);
  }
  if (isOwnKind) checkQuotas(context, object, oldObject);
}

/**
 * Both phases of a deletion, which nothing can change.
 *
 * @param name - `''` for a deletion that names no object
 */
export function admitDeletion(
  context: WriteContext,
  oldObject: () => KubeObject,
  { dryRun, propagationPolicy, preconditions }: DeleteOptions,
  name?: string,
): void {
  const { admission, type } = context;
  if (!admission) return;
  const { mutating, policies, validating } = admission.concerned(type);
  if (mutating.length + policies.length + validating.length === 0) return;
  const write: AdmittedWrite = {
    oldObject: oldObject(),
    ...(name !== undefined && { name }),
    options: {
      ...(Object.keys(preconditions).length > 0 && { preconditions }),
      ...(propagationPolicy && { propagationPolicy }),
      ...(dryRun && { dryRun: ['All'] }),
    },
  };
  const attributes = attributesOf(context, admission, write);
  const phase = phaseOf(context, admission, write);
  mutateByWebhooks(phase, attributes, mutating);
  validateByPolicies({ ...phase, draft: context.draft }, attributes, policies);
  validateByWebhooks(phase, attributes, validating);
}

function phaseOf(
  { draft, type, warn }: WriteContext,
  session: AdmissionSession,
  { kind }: AdmittedWrite,
): WebhookPhase {
  return {
    session,
    labelsOf: AdmissionSession.namespaceLabels(draft),
    decode: object =>
      kind
        ? object
        : decodeIntoType(type, object, { fieldValidation: 'Ignore' }, warn),
  };
}

function attributesOf(
  context: WriteContext,
  session: AdmissionSession,
  write: AdmittedWrite,
): AdmissionAttributes {
  const { type, subresource, user } = context;
  const { object, oldObject, kind, options } = write;
  const name = write.name ?? (object ?? oldObject)?.metadata.name ?? '';
  const isNamespace = type.group === '' && type.plural === 'namespaces';
  const operation = operationOf(object, oldObject);
  return {
    operation,
    type,
    kind: kind ?? {
      group: type.group,
      version: type.version,
      kind: type.kind,
    },
    subresource,
    namespace: isNamespace ? name : context.namespace,
    name,
    ...(object && { object }),
    ...(oldObject && { oldObject }),
    // A patch is shown with the options of what it comes to.
    options: {
      kind: OPTION_KINDS[operation],
      apiVersion: 'meta.k8s.io/v1',
      ...(options ?? session.request.options),
    },
    dryRun: session.request.dryRun,
    user,
  };
}

function operationOf(
  object: KubeObject | undefined,
  oldObject: KubeObject | undefined,
): Operation {
  if (!object) return 'DELETE';
  return oldObject ? 'UPDATE' : 'CREATE';
}

/** What the options of creates, updates and patches have in common. */
export function requestOptions(
  query: URLSearchParams,
): Record<string, unknown> {
  const dryRun = query.getAll('dryRun').filter(Boolean);
  const manager = query.get('fieldManager');
  const validation = query.get('fieldValidation');
  return {
    ...(dryRun.length > 0 && { dryRun }),
    ...(manager && { fieldManager: manager }),
    ...(validation && { fieldValidation: validation }),
  };
}
