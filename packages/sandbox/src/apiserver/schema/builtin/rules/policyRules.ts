import type { StatusCause } from '../../../types';
import { pathSegment } from '../../../validation/names';
import { forbidden, invalid, notSupported, required } from '../../causes';
import { index } from '../../fieldPath';
import type { KindRules } from '../compileBuiltin';
import {
  countOrPercentCauses,
  type Fields,
  fieldsOf,
  listOf,
  percentLimitCauses,
  portCauses,
  selectorCauses,
  textOf,
} from './common';

/** Rules of PodDisruptionBudgets. */
export const disruptionRules: KindRules = object => {
  const spec = fieldsOf(object, 'spec');
  const { minAvailable, maxUnavailable } = spec;
  if (minAvailable !== undefined && maxUnavailable !== undefined) {
    return [
      {
        reason: 'FieldValueInvalid',
        message: `Invalid value: ${JSON.stringify({
          MinAvailable: minAvailable,
          Selector: spec.selector ?? null,
          MaxUnavailable: maxUnavailable,
          UnhealthyPodEvictionPolicy: spec.unhealthyPodEvictionPolicy ?? null,
        })}: minAvailable and maxUnavailable cannot be both set`,
        field: 'spec',
      },
    ];
  }
  const causes = ['minAvailable', 'maxUnavailable'].flatMap(name =>
    spec[name] === undefined
      ? []
      : [
          ...countOrPercentCauses(spec[name], `spec.${name}`),
          ...percentLimitCauses(spec[name], `spec.${name}`),
        ],
  );
  return [
    ...causes,
    ...selectorCauses(fieldsOf(spec, 'selector'), 'spec.selector'),
  ];
};

function scaleTargetCauses(target: Fields): StatusCause[] {
  const at = 'spec.scaleTargetRef';
  const causes = ['kind', 'name'].flatMap(field => {
    const value = textOf(target, field);
    if (!value) return [required(`${at}.${field}`)];
    const problem = pathSegment(value);
    return problem ? [invalid(`${at}.${field}`, value, problem)] : [];
  });
  const apiVersion = textOf(target, 'apiVersion');
  if (!apiVersion.includes('/') && target.kind !== 'ReplicationController') {
    causes.push(
      invalid(
        `${at}.apiVersion`,
        apiVersion,
        'apiVersion must specify API group',
      ),
    );
  }
  return causes;
}

const METRICS: Record<string, string> = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
};

function metricCauses(metric: Fields, at: string): StatusCause[] {
  const type = textOf(metric, 'type');
  const field = METRICS[type];
  if (!field) {
    const unknown = notSupported(`${at}.type`, type, Object.keys(METRICS));
    return type
      ? [unknown]
      : [required(`${at}.type`, 'must specify a metric source type'), unknown];
  }
  if (!metric[field]) {
    return [
      required(
        `${at}.${field}`,
        'must populate information for the given metric source',
      ),
    ];
  }
  return [];
}

/** Rules of HorizontalPodAutoscalers. */
export const autoscalerRules: KindRules = object => {
  const spec = fieldsOf(object, 'spec');
  const minimum = Number(spec.minReplicas ?? 1);
  const maximum = Number(spec.maxReplicas ?? 0);
  const causes: StatusCause[] = [];
  if (minimum < 1) {
    causes.push(
      invalid(
        'spec.minReplicas',
        minimum,
        'must be greater than or equal to 1',
      ),
    );
  }
  if (maximum < 1) {
    causes.push(required('spec.maxReplicas', 'must be set and greater than 0'));
  }
  if (maximum < minimum) {
    causes.push(
      invalid(
        'spec.maxReplicas',
        maximum,
        'must be greater than or equal to `minReplicas`',
      ),
    );
  }
  causes.push(...scaleTargetCauses(fieldsOf(spec, 'scaleTargetRef')));
  const metrics = listOf(spec, 'metrics');
  metrics.forEach((metric, i) =>
    causes.push(...metricCauses(metric, index('spec.metrics', i))),
  );
  const outside = metrics.some(({ type }) =>
    ['Object', 'External'].includes(String(type)),
  );
  if (minimum === 0 && !outside) {
    causes.push(
      forbidden(
        'spec.metrics',
        'must specify at least one Object or External metric to support scaling to zero replicas',
      ),
    );
  }
  return causes;
};

function networkPortCauses(port: Fields, at: string): StatusCause[] {
  const causes: StatusCause[] = [];
  const protocol = textOf(port, 'protocol');
  if (!['TCP', 'UDP', 'SCTP'].includes(protocol)) {
    causes.push(
      notSupported(`${at}.protocol`, protocol, ['TCP', 'UDP', 'SCTP']),
    );
  }
  if (port.port === undefined) {
    if (port.endPort !== undefined) {
      causes.push(
        invalid(
          `${at}.endPort`,
          port.endPort,
          'may not be specified when `port` is not specified',
        ),
      );
    }
    return causes;
  }
  causes.push(...portCauses(port.port, `${at}.port`));
  if (typeof port.port === 'number' && Number(port.endPort) < port.port) {
    causes.push(
      invalid(
        `${at}.endPort`,
        port.port,
        'must be greater than or equal to `port`',
      ),
    );
  }
  return causes;
}

const CIDR = /^(?:\d{1,3}(?:\.\d{1,3}){3}\/\d{1,2}|[0-9a-fA-F:.]+\/\d{1,3})$/;

function peerCauses(peer: Fields, at: string): StatusCause[] {
  const causes: StatusCause[] = [];
  for (const name of ['podSelector', 'namespaceSelector']) {
    causes.push(...selectorCauses(fieldsOf(peer, name), `${at}.${name}`));
  }
  if (peer.ipBlock) {
    const cidr = textOf(fieldsOf(peer, 'ipBlock'), 'cidr');
    if (!cidr) causes.push(required(`${at}.ipBlock.cidr`));
    else if (!CIDR.test(cidr)) {
      causes.push(
        invalid(
          `${at}.ipBlock.cidr`,
          cidr,
          'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
        ),
      );
    }
  }
  const kinds = Object.keys(peer).length;
  if (kinds === 0) causes.push(required(at, 'must specify a peer'));
  else if (kinds > 1 && peer.ipBlock) {
    causes.push(forbidden(at, 'may not specify both ipBlock and another peer'));
  }
  return causes;
}

/** Rules of NetworkPolicies. */
export const networkPolicyRules: KindRules = object => {
  const spec = fieldsOf(object, 'spec');
  const causes = selectorCauses(
    fieldsOf(spec, 'podSelector'),
    'spec.podSelector',
  );
  for (const [way, peers] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ]) {
    listOf(spec, way).forEach((rule, i) => {
      const at = index(`spec.${way}`, i);
      listOf(rule, 'ports').forEach((port, j) =>
        causes.push(...networkPortCauses(port, index(`${at}.ports`, j))),
      );
      listOf(rule, peers).forEach((peer, j) =>
        causes.push(...peerCauses(peer, index(`${at}.${peers}`, j))),
      );
    });
  }
  const types: unknown[] = listOf(spec, 'policyTypes');
  if (types.length > 2) {
    return [
      ...causes,
      invalid(
        'spec.policyTypes',
        types,
        'may not specify more than two policyTypes',
      ),
    ];
  }
  types.forEach((type, i) => {
    if (type !== 'Ingress' && type !== 'Egress') {
      causes.push(
        notSupported(index('spec.policyTypes', i), type, ['Ingress', 'Egress']),
      );
    }
  });
  return causes;
};
