import type { KubeObject, StatusObject } from '../../types';
import { type AdmissionAttributes, resourceOf } from '../AdmissionAttributes';
import type { MatchedAs } from '../matchRules';

/** The `request` of an AdmissionReview without its `uid`. */
export type ReviewRequest = Record<string, unknown>;

/** What a webhook made of a review. */
export interface ReviewAnswer {
  allowed: boolean;
  status?: Partial<StatusObject>;
  warnings: string[];
  auditAnnotations: Record<string, string>;
  /** A JSON patch, base64. */
  patch?: string;
  patchType?: string;
}

/** An answer that cannot be used; the message is the whole finding. */
export class ReviewError extends Error {}

/** An answer that is no review at all. */
export class UnknownAnswer extends Error {}

/** Builds the request in the version the webhook wants to see. */
export function reviewRequest(
  attributes: AdmissionAttributes,
  matched: MatchedAs,
): ReviewRequest {
  const { subresource, name, namespace, operation, user } = attributes;
  return {
    kind: matched.kind,
    resource: matched.resource,
    ...(subresource && { subResource: subresource }),
    requestKind: attributes.kind,
    requestResource: resourceOf(attributes),
    ...(subresource && { requestSubResource: subresource }),
    ...(name && { name }),
    ...(namespace && { namespace }),
    operation,
    userInfo: {
      username: user.username,
      ...(user.uid && { uid: user.uid }),
      groups: user.groups,
      ...(user.extra && { extra: user.extra }),
    },
    object: inVersion(attributes.object, matched),
    oldObject: inVersion(attributes.oldObject, matched),
    dryRun: attributes.dryRun,
    options: attributes.options,
  };
}

/** An object as the matched version shows it; `null` for none. */
export function inVersion(
  object: KubeObject | undefined,
  { kind }: MatchedAs,
): KubeObject | null {
  if (!object) return null;
  const apiVersion = kind.group
    ? `${kind.group}/${kind.version}`
    : kind.version;
  return { ...object, kind: kind.kind, apiVersion };
}

/** The first version of AdmissionReview that both sides know. */
export function reviewVersion(versions: string[]): string | undefined {
  return versions.find(version => version === 'v1' || version === 'v1beta1');
}

/**
 * Reads what a webhook answered.
 *
 * @throws ReviewError
 */
export function readReview(options: {
  body: unknown;
  uid: string;
  version: string;
  mutating: boolean;
}): ReviewAnswer {
  const { uid, version, mutating } = options;
  const review = options.body as Record<string, unknown>;
  const { apiVersion, kind } = review;
  if (apiVersion && kind !== 'AdmissionReview') {
    throw new UnknownAnswer(
      `no kind "${kind}" is registered for version "${apiVersion}" in scheme "pkg/runtime/scheme.go:111"`,
    );
  }
  const { response } = review as {
    response?: Record<string, unknown> | null;
  };
  if (!response) throw new ReviewError('webhook response was absent');
  const { patch, patchType } = response as {
    patch?: string;
    patchType?: string;
  };
  if (version === 'v1') {
    if (response.uid !== uid) {
      throw new ReviewError(
        `expected response.uid=${JSON.stringify(uid)}, got ${JSON.stringify(
          response.uid ?? '',
        )}`,
      );
    }
    if (apiVersion !== 'admission.k8s.io/v1' || kind !== 'AdmissionReview') {
      throw new ReviewError(
        `expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got ${goKind(
          review,
        )}`,
      );
    }
    checkPatch(mutating, patch, patchType);
  }
  return {
    allowed: response.allowed === true,
    ...(response.status ? { status: response.status } : {}),
    warnings: (response.warnings ?? []) as string[],
    auditAnnotations: (response.auditAnnotations ?? {}) as Record<
      string,
      string
    >,
    ...(mutating && patch ? { patch, patchType } : {}),
  };
}

function goKind({ apiVersion, kind }: Record<string, unknown>): string {
  const text = String(apiVersion ?? '');
  return `${text.includes('/') ? text : `/${text}`}, Kind=${String(
    kind ?? '',
  )}`;
}

function checkPatch(
  mutating: boolean,
  patch: string | undefined,
  patchType: string | undefined,
): void {
  if (!mutating) {
    if (patch) {
      throw new ReviewError('validating webhook may not return response.patch');
    }
    if (patchType !== undefined) {
      throw new ReviewError(
        'validating webhook may not return response.patchType',
      );
    }
    return;
  }
  if (patch && patchType === undefined) {
    throw new ReviewError(
      'webhook returned response.patch but not response.patchType',
    );
  }
  if (!patch && patchType !== undefined) {
    throw new ReviewError(
      'webhook returned response.patchType but not response.patch',
    );
  }
  if (patchType === '') {
    throw new ReviewError('webhook returned invalid response.patchType of ""');
  }
}

/**
 * Operations of the patch in an answer; none if there is no patch.
 *
 * @throws ReviewError
 */
export function patchOf({ patch, patchType }: ReviewAnswer): unknown[] {
  if (!patch) return [];
  // The older version of reviews knew no other type and did not ask for one.
  if (patchType !== undefined && patchType !== 'JSONPatch') {
    throw new ReviewError(`unsupported patch type "${patchType}"`);
  }
  let operations: unknown;
  try {
    operations = JSON.parse(Buffer.from(patch, 'base64').toString('utf8'));
  } catch {
    operations = undefined;
  }
  if (!Array.isArray(operations)) {
    throw new ReviewError(
      'received undecodable patch in webhook response: json: cannot unmarshal object into Go value of type jsonpatch.Patch',
    );
  }
  return operations;
}
