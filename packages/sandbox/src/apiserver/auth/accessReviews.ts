import { ApiError } from '../errors';
import type {
  AccessAttributes,
  Authorizer,
  KubeObject,
  PolicyRule,
  StatusCause,
  UserInfo,
} from '../types';
import { checkReviewShape, reviewFields } from './reviewShape';

interface ReviewSpec {
  user?: string;
  uid?: string;
  groups?: string[];
  extra?: Record<string, string[]>;
  namespace?: string;
  resourceAttributes?: {
    namespace?: string;
    verb?: string;
    group?: string;
    version?: string;
    resource?: string;
    subresource?: string;
    name?: string;
  };
  nonResourceAttributes?: { path?: string; verb?: string };
}

/** Kinds of `authorization.k8s.io/v1` and `authentication.k8s.io/v1` this answers. */
export const reviewKinds = [
  'SelfSubjectAccessReview',
  'SubjectAccessReview',
  'LocalSubjectAccessReview',
  'SelfSubjectRulesReview',
  'SelfSubjectReview',
] as const;

function cause(field: string, value: unknown, text: string): StatusCause {
  return {
    reason: 'FieldValueInvalid',
    field,
    message: `Invalid value: ${JSON.stringify(value)}: ${text}`,
  };
}

function demandValid(causes: StatusCause[]): void {
  if (causes.length > 0) {
    // The real server leaves kind and name of reviews empty here.
    throw ApiError.invalid(
      { group: 'authorization.k8s.io', kind: '' },
      '',
      causes,
    );
  }
}

function attributesOf(spec: ReviewSpec): AccessAttributes {
  const resource = spec.resourceAttributes;
  if (resource) {
    return {
      verb: resource.verb ?? '',
      group: resource.group ?? '',
      version: resource.version,
      resource: resource.resource ?? '',
      subresource: resource.subresource ?? '',
      namespace: resource.namespace ?? '',
      name: resource.name ?? '',
    };
  }
  return {
    verb: spec.nonResourceAttributes?.verb ?? '',
    group: '',
    resource: '',
    subresource: '',
    namespace: '',
    name: '',
    path: spec.nonResourceAttributes?.path ?? '',
  };
}

function attributeCauses(spec: ReviewSpec): StatusCause[] {
  const both = 'exactly one of nonResourceAttributes or resourceAttributes';
  if (spec.resourceAttributes && spec.nonResourceAttributes) {
    return [
      cause(
        'spec.nonResourceAttributes',
        // Shown as Go's own type has it.
        {
          Path: spec.nonResourceAttributes.path ?? '',
          Verb: spec.nonResourceAttributes.verb ?? '',
        },
        'cannot be specified in combination with resourceAttributes',
      ),
    ];
  }
  return spec.resourceAttributes || spec.nonResourceAttributes
    ? []
    : [cause('spec.resourceAttributes', null, `${both} must be specified`)];
}

/**
 * Answers an access review as the person who sent it; the answer is the object
 * that was sent, with its `status`. Nothing is stored.
 *
 * @param review - The object as sent; its kind is one of {@link reviewKinds}.
 * @param namespace - Namespace of the request, for LocalSubjectAccessReviews.
 * @throws ApiError 422 for a review that asks nothing or two things at once.
 */
export function evaluateReview(options: {
  review: KubeObject;
  caller: UserInfo;
  authorizer: Authorizer;
  namespace?: string;
  now?: Date;
  /** Name of the client. */
  manager?: string;
}): KubeObject {
  const { review, caller, authorizer, namespace = '' } = options;
  checkReviewShape(review);
  const spec = (review.spec ?? {}) as ReviewSpec;
  const time = (options.now ?? new Date())
    .toISOString()
    .replace(/\.\d+Z$/, 'Z');
  const answer = (status: object): KubeObject => {
    const asked = withoutEmpty(review.spec);
    return {
      ...review,
      metadata: {
        ...review.metadata,
        ...(review.kind === 'LocalSubjectAccessReview' && { namespace }),
        managedFields: [
          {
            manager: options.manager ?? 'unknown',
            operation: 'Update',
            apiVersion: review.apiVersion,
            time,
            fieldsType: 'FieldsV1',
            fieldsV1: { 'f:spec': reviewFields(asked) },
          },
        ],
      },
      spec: asked,
      status,
    };
  };

  switch (review.kind) {
    case 'SelfSubjectAccessReview':
      demandValid(attributeCauses(spec));
      return answer(decide(authorizer, caller, attributesOf(spec)));
    case 'SubjectAccessReview':
    case 'LocalSubjectAccessReview': {
      const causes = attributeCauses(spec);
      if (!spec.user && !spec.groups?.length) {
        causes.push(
          cause(
            'spec.user',
            spec.user ?? '',
            'at least one of user or group must be specified',
          ),
        );
      }
      if (review.kind === 'LocalSubjectAccessReview') {
        causes.push(...localCauses(spec, namespace));
      }
      demandValid(causes);
      const subject: UserInfo = {
        username: spec.user ?? '',
        uid: spec.uid,
        groups: spec.groups ?? [],
        extra: spec.extra,
      };
      return answer(decide(authorizer, subject, attributesOf(spec)));
    }
    case 'SelfSubjectRulesReview':
      if (!spec.namespace) {
        throw ApiError.badRequest('no namespace on request');
      }
      return {
        ...review,
        spec: {},
        status: rulesStatus(authorizer.rulesFor(caller, spec.namespace)),
      };
    case 'SelfSubjectReview':
      return {
        ...review,
        metadata: {
          ...review.metadata,
          creationTimestamp: time,
        },
        status: { userInfo: caller },
      };
    default:
      throw ApiError.unknownResource();
  }
}

/** What says nothing is not repeated, as Go leaves out what is empty. */
function withoutEmpty(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== '' && part !== null)
      .map(([name, part]) => [name, withoutEmpty(part)]),
  );
}

function localCauses(spec: ReviewSpec, namespace: string): StatusCause[] {
  const causes: StatusCause[] = [];
  if (spec.nonResourceAttributes) {
    causes.push(
      cause(
        'spec.nonResourceAttributes',
        spec.nonResourceAttributes,
        'disallowed on this kind of request',
      ),
    );
  }
  const asked = spec.resourceAttributes?.namespace ?? '';
  if (spec.resourceAttributes && asked !== namespace) {
    causes.push(
      cause(
        'spec.resourceAttributes.namespace',
        asked,
        'must match metadata.namespace',
      ),
    );
  }
  return causes;
}

function decide(
  authorizer: Authorizer,
  user: UserInfo,
  attributes: AccessAttributes,
): object {
  const { allowed, reason } = authorizer.authorize(user, attributes);
  return { allowed, ...(reason && { reason }) };
}

function rulesStatus(rules: PolicyRule[]): object {
  return {
    resourceRules: rules
      .filter(rule => rule.resources?.length)
      .map(({ verbs, apiGroups, resources, resourceNames }) => ({
        verbs,
        apiGroups: apiGroups ?? [],
        resources: resources ?? [],
        ...(resourceNames?.length && { resourceNames }),
      })),
    nonResourceRules: rules
      .filter(rule => rule.nonResourceURLs?.length)
      .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
    incomplete: false,
  };
}
