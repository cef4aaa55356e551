import { canonical } from '../verbs/canonical';
import type { KubeObject, StatusCause } from '../types';
import type { KindHooks } from './kindHooks';
import { admitPod } from './podAdmission';

type Fields = Record<string, unknown>;

const MUTABLE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

function containersOf(spec: Fields, field: string): Fields[] {
  return (spec[field] ?? []) as Fields[];
}

function resourcesOf(container: Fields): {
  limits: Fields;
  requests: Fields;
} {
  const { limits = {}, requests = {} } = (container.resources ?? {}) as {
    limits?: Fields;
    requests?: Fields;
  };
  return { limits, requests };
}

/** `BestEffort`, `Guaranteed` or `Burstable`, by the resources of the containers. */
function qosClass(spec: Fields): string {
  const all = [
    ...containersOf(spec, 'containers'),
    ...containersOf(spec, 'initContainers'),
  ].map(resourcesOf);
  const none = all.every(
    ({ limits, requests }) =>
      Object.keys(limits).length + Object.keys(requests).length === 0,
  );
  if (none) return 'BestEffort';
  const guaranteed = all.every(({ limits, requests }) =>
    ['cpu', 'memory'].every(
      name =>
        limits[name] !== undefined &&
        (requests[name] === undefined ||
          String(requests[name]) === String(limits[name])),
    ),
  );
  return guaranteed ? 'Guaranteed' : 'Burstable';
}

/** What of a specification may not change. */
function fixedPart(spec: Fields): string {
  const {
    activeDeadlineSeconds,
    tolerations,
    terminationGracePeriodSeconds,
    nodeName,
    ...rest
  } = spec;
  const withoutImages = (field: string) =>
    containersOf(spec, field).map(container => ({ ...container, image: '' }));
  return canonical({
    ...rest,
    containers: withoutImages('containers'),
    initContainers: withoutImages('initContainers'),
  });
}

/** Pods: pending when new, and mostly fixed from then on. */
export const podHooks: KindHooks = {
  // Not before the account of fields is made: nobody owns what admission gives.
  allocate(object, old) {
    if (!old) admitPod(object);
    return [];
  },
  initialStatus: object => ({
    phase: 'Pending',
    qosClass: qosClass((object.spec ?? {}) as Fields),
  }),
  validate(object, old): StatusCause[] {
    if (!old) return [];
    const spec = (object.spec ?? {}) as Fields;
    const before = (old.spec ?? {}) as Fields;
    // A scheduler without the binding subresource writes the node itself.
    const moved = Boolean(before.nodeName) && spec.nodeName !== before.nodeName;
    return moved || fixedPart(spec) !== fixedPart(before)
      ? [
          {
            reason: 'FieldValueForbidden',
            message: `Forbidden: ${MUTABLE}`,
            field: 'spec',
          },
        ]
      : [];
  },
};

/** Events are about something in their own namespace. */
export const eventHooks: KindHooks = {
  validate(object: KubeObject, old): StatusCause[] {
    if (old) return [];
    const field = object.regarding ? 'regarding' : 'involvedObject';
    const { namespace = '' } = (object[field] ?? {}) as { namespace?: string };
    const own = object.metadata.namespace ?? '';
    const fits = namespace
      ? namespace === own
      : ['default', 'kube-system'].includes(own);
    return fits
      ? []
      : [
          {
            reason: 'FieldValueInvalid',
            message: `Invalid value: ${JSON.stringify(
              namespace,
            )}: does not match event.namespace`,
            field: 'involvedObject.namespace',
          },
        ];
  },
};
