import type { KubeObject } from '../../types';
import { isObject } from '../goValue';
import { podDefaults, podTemplateDefaults } from './podDefaults';

type Fields = Record<string, unknown>;

/** An object field that is there already; an empty object that goes nowhere if not. */
function fieldsOf(owner: Fields, name: string): Fields {
  return isObject(owner[name]) ? (owner[name] as Fields) : {};
}

function listOf(owner: Fields, name: string): Fields[] {
  return Array.isArray(owner[name]) ? (owner[name] as Fields[]) : [];
}

/** A rolling update strategy with its numbers, unless another one was chosen. */
function rollingUpdate(spec: Fields, field: string, numbers: Fields): void {
  const strategy = fieldsOf(spec, field);
  spec[field] = strategy;
  strategy.type ??= 'RollingUpdate';
  if (strategy.type !== 'RollingUpdate') return;
  strategy.rollingUpdate = {
    ...numbers,
    ...fieldsOf(strategy, 'rollingUpdate'),
  };
}

function deployment(spec: Fields): void {
  rollingUpdate(spec, 'strategy', { maxUnavailable: '25%', maxSurge: '25%' });
}

function daemonSet(spec: Fields): void {
  rollingUpdate(spec, 'updateStrategy', { maxUnavailable: 1, maxSurge: 0 });
}

function statefulSet(spec: Fields): void {
  const strategy = fieldsOf(spec, 'updateStrategy');
  if (!strategy.type || isObject(strategy.rollingUpdate)) {
    rollingUpdate(spec, 'updateStrategy', { partition: 0 });
  }
  spec.persistentVolumeClaimRetentionPolicy = {
    whenDeleted: 'Retain',
    whenScaled: 'Retain',
    ...fieldsOf(spec, 'persistentVolumeClaimRetentionPolicy'),
  };
}

function service(spec: Fields): void {
  for (const port of listOf(spec, 'ports')) {
    if (port.targetPort === 0 || port.targetPort === '') {
      port.targetPort = port.port;
    }
  }
  if (spec.sessionAffinity === 'ClientIP') {
    spec.sessionAffinityConfig ??= { clientIP: { timeoutSeconds: 10800 } };
  } else if (spec.sessionAffinity === 'None') {
    delete spec.sessionAffinityConfig;
  }
  const open =
    spec.type === 'NodePort' ||
    spec.type === 'LoadBalancer' ||
    (spec.type === 'ClusterIP' && listOf(spec, 'externalIPs').length > 0);
  if (open) spec.externalTrafficPolicy ??= 'Cluster';
  if (spec.type === 'LoadBalancer') spec.allocateLoadBalancerNodePorts ??= true;
  if (spec.type === 'ExternalName') delete spec.internalTrafficPolicy;
}

function job(spec: Fields): void {
  if (spec.completions === undefined && spec.parallelism === undefined) {
    spec.completions = 1;
  }
  spec.parallelism ??= 1;
  if (spec.podReplacementPolicy === undefined) {
    spec.podReplacementPolicy = spec.podFailurePolicy
      ? 'Failed'
      : 'TerminatingOrFailed';
  }
  spec.completionMode ??= 'NonIndexed';
  spec.manualSelector ??= false;
}

function networkPolicy(spec: Fields): void {
  if (listOf(spec, 'policyTypes').length > 0) return;
  spec.policyTypes = listOf(spec, 'egress').length
    ? ['Ingress', 'Egress']
    : ['Ingress'];
}

const SCALE_DOWN = [{ type: 'Percent', value: 100, periodSeconds: 15 }];
const SCALE_UP = [{ type: 'Pods', value: 4, periodSeconds: 15 }, ...SCALE_DOWN];

function autoscaler(spec: Fields): void {
  if (listOf(spec, 'metrics').length === 0) {
    spec.metrics = [
      {
        type: 'Resource',
        resource: {
          name: 'cpu',
          target: { type: 'Utilization', averageUtilization: 80 },
        },
      },
    ];
  }
  if (!isObject(spec.behavior)) return;
  const { behavior } = spec;
  behavior.scaleUp = {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: structuredClone(SCALE_UP),
    ...fieldsOf(behavior, 'scaleUp'),
  };
  behavior.scaleDown = {
    selectPolicy: 'Max',
    policies: structuredClone(SCALE_DOWN),
    ...fieldsOf(behavior, 'scaleDown'),
  };
}

function bindings(object: Fields): void {
  for (const subject of listOf(object, 'subjects')) {
    if (!subject.apiGroup && ['User', 'Group'].includes(String(subject.kind))) {
      subject.apiGroup = 'rbac.authorization.k8s.io';
    }
  }
  const roleRef = fieldsOf(object, 'roleRef');
  if (roleRef.apiGroup === '') roleRef.apiGroup = 'rbac.authorization.k8s.io';
}

/** A Job without labels takes those of its pods. */
function jobLabels(object: KubeObject): void {
  const { template } = (object.spec ?? {}) as {
    template?: { metadata?: { labels?: Record<string, string> } };
  };
  const labels = template?.metadata?.labels;
  if (labels && Object.keys(object.metadata.labels ?? {}).length === 0) {
    object.metadata.labels = { ...labels };
  }
}

/** What may be used at most is what is had without asking. */
function limitRange(spec: Fields): void {
  for (const item of listOf(spec, 'limits')) {
    if (item.type !== 'Container') continue;
    const usual = { ...fieldsOf(item, 'max'), ...fieldsOf(item, 'default') };
    const request = {
      ...fieldsOf(item, 'min'),
      ...usual,
      ...fieldsOf(item, 'defaultRequest'),
    };
    if (Object.keys(usual).length > 0) item.default = usual;
    if (Object.keys(request).length > 0) item.defaultRequest = request;
  }
}

const bySpec: Record<string, ((spec: Fields) => void) | undefined> = {
  V1Deployment: deployment,
  V1DaemonSet: daemonSet,
  V1StatefulSet: statefulSet,
  V1Service: service,
  V1Job: job,
  V1LimitRange: limitRange,
  V1NetworkPolicy: networkPolicy,
  V2HorizontalPodAutoscaler: autoscaler,
};

/**
 * Fills in the defaults that hang on other fields, in place.
 *
 * @param model - Name of the client's model, such as `V1Deployment`.
 */
export function computedDefaults(model: string, object: KubeObject): void {
  const fields = object as Fields;
  const spec = fieldsOf(fields, 'spec');
  bySpec[model]?.(spec);
  if (model === 'V1Job') jobLabels(object);
  if (model === 'V1RoleBinding' || model === 'V1ClusterRoleBinding') {
    bindings(fields);
  }
  if (model === 'V1Pod') podDefaults(spec);
  const jobSpec = model === 'V1CronJob' ? fieldsOf(spec, 'jobTemplate') : {};
  for (const holder of [spec, fieldsOf(jobSpec, 'spec')]) {
    podTemplateDefaults(fieldsOf(fieldsOf(holder, 'template'), 'spec'));
  }
}
