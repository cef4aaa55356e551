import type { StatusCause } from '../../../types';
import { duplicate, invalid, notSupported, required } from '../../causes';
import { child, index, key } from '../../fieldPath';
import { compareQuantities } from '../compareQuantities';
import {
  choiceCauses,
  type Fields,
  fieldsOf,
  labelCauses,
  labelMapCauses,
  listOf,
  nonNegative,
  portCauses,
  portNameCauses,
  portNumberCauses,
  qualifiedNameProblem,
  subdomainCauses,
  textOf,
} from './common';
import { volumeCauses } from './volumeRules';

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

function portsCauses(container: Fields, path: string): StatusCause[] {
  const names = new Set<string>();
  return listOf(container, 'ports').flatMap((port, i) => {
    const at = index(child(path, 'ports'), i);
    const causes: StatusCause[] = [];
    const name = textOf(port, 'name');
    if (name) {
      const problems = portNameCauses(name, child(at, 'name'));
      if (problems.length > 0) causes.push(...problems);
      else if (names.has(name)) causes.push(duplicate(child(at, 'name'), name));
      names.add(name);
    }
    if (!port.containerPort) causes.push(required(child(at, 'containerPort')));
    else {
      causes.push(
        ...portNumberCauses(port.containerPort, child(at, 'containerPort')),
      );
    }
    if (port.hostPort) {
      causes.push(...portNumberCauses(port.hostPort, child(at, 'hostPort')));
    }
    causes.push(...choiceCauses(port, at, 'protocol', PROTOCOLS));
    return causes;
  });
}

function envCauses(container: Fields, path: string): StatusCause[] {
  return listOf(container, 'env').flatMap((variable, i) => {
    const at = index(child(path, 'env'), i);
    const name = textOf(variable, 'name');
    if (!name) return [required(child(at, 'name'))];
    if (/^[ -<>-~]+$/.test(name)) return valueFromCauses(variable, at);
    return [
      invalid(
        child(at, 'name'),
        name,
        "a valid environment variable name must consist only of printable ASCII characters other than '='",
      ),
    ];
  });
}

function valueFromCauses(variable: Fields, at: string): StatusCause[] {
  if (!variable.valueFrom) return [];
  const path = child(at, 'valueFrom');
  const sources = Object.keys(fieldsOf(variable, 'valueFrom'));
  if (sources.length === 0) {
    return [
      invalid(
        path,
        '',
        'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
      ),
    ];
  }
  if (textOf(variable, 'value')) {
    return [
      invalid(path, '', 'may not be specified when `value` is not empty'),
    ];
  }
  return sources.length > 1
    ? [
        invalid(
          path,
          '',
          'may not have more than one field specified at a time',
        ),
      ]
    : [];
}

function mountCauses(
  container: Fields,
  path: string,
  volumes: Set<string>,
): StatusCause[] {
  const mounted = new Set<string>();
  return listOf(container, 'volumeMounts').flatMap((mount, i) => {
    const at = index(child(path, 'volumeMounts'), i);
    const causes: StatusCause[] = [];
    const name = textOf(mount, 'name');
    const mountPath = textOf(mount, 'mountPath');
    if (!name) causes.push(required(child(at, 'name')));
    if (!volumes.has(name)) {
      causes.push({
        reason: 'FieldValueNotFound',
        message: `Not found: ${JSON.stringify(name)}`,
        field: child(at, 'name'),
      });
    }
    if (!mountPath) causes.push(required(child(at, 'mountPath')));
    if (mounted.has(mountPath)) {
      causes.push(invalid(child(at, 'mountPath'), mountPath, 'must be unique'));
    }
    mounted.add(mountPath);
    return causes;
  });
}

const STANDARD = /^(?:cpu|memory|ephemeral-storage|hugepages-.+)$/;

function resourceCauses(container: Fields, path: string): StatusCause[] {
  const resources = fieldsOf(container, 'resources');
  const at = child(path, 'resources');
  const limits = fieldsOf(resources, 'limits');
  const causes: StatusCause[] = [];
  for (const part of ['limits', 'requests']) {
    for (const [name, amount] of Object.entries(fieldsOf(resources, part))) {
      const field = key(child(at, part), name);
      const problem = qualifiedNameProblem(name);
      if (problem) {
        causes.push(invalid(field, name, problem));
      } else if (!name.includes('/') && !STANDARD.test(name)) {
        causes.push(
          invalid(
            field,
            name,
            'must be a standard resource type or fully qualified',
          ),
          invalid(field, name, 'must be a standard resource for containers'),
        );
      }
      if (compareQuantities(amount, '0') < 0) {
        causes.push(
          invalid(field, amount, 'must be greater than or equal to 0'),
        );
      }
      const limit = limits[name];
      if (
        part === 'requests' &&
        limit !== undefined &&
        compareQuantities(amount, limit) > 0
      ) {
        causes.push(
          invalid(
            child(at, part),
            amount,
            `must be less than or equal to ${name} limit of ${String(limit)}`,
          ),
        );
      }
    }
  }
  return causes;
}

function probeCauses(container: Fields, path: string): StatusCause[] {
  return ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap(name => {
    if (!container[name]) return [];
    const probe = fieldsOf(container, name);
    const at = child(path, name);
    const causes: StatusCause[] = [];
    const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc'].filter(
      handler => probe[handler],
    );
    if (handlers.length === 0) {
      causes.push(required(at, 'must specify a handler type'));
    }
    for (const handler of ['httpGet', 'tcpSocket', 'grpc']) {
      if (probe[handler]) {
        const field = child(child(at, handler), 'port');
        causes.push(...portCauses(fieldsOf(probe, handler).port, field));
      }
    }
    causes.push(
      ...nonNegative(
        probe,
        at,
        'initialDelaySeconds',
        'timeoutSeconds',
        'periodSeconds',
        'successThreshold',
        'failureThreshold',
      ),
    );
    if (
      name !== 'readinessProbe' &&
      Number(probe.successThreshold ?? 1) !== 1
    ) {
      causes.push(
        invalid(
          child(at, 'successThreshold'),
          probe.successThreshold,
          'must be 1',
        ),
      );
    }
    return causes;
  });
}

function containerCauses(
  container: Fields,
  path: string,
  volumes: Set<string>,
): StatusCause[] {
  const name = textOf(container, 'name');
  return [
    ...(name
      ? labelCauses(name, child(path, 'name'))
      : [required(child(path, 'name'))]),
    ...(textOf(container, 'image') ? [] : [required(child(path, 'image'))]),
    ...choiceCauses(container, path, 'terminationMessagePolicy', [
      'File',
      'FallbackToLogsOnError',
    ]),
    ...portsCauses(container, path),
    ...envCauses(container, path),
    ...mountCauses(container, path, volumes),
    ...choiceCauses(container, path, 'imagePullPolicy', [
      'Always',
      'IfNotPresent',
      'Never',
    ]),
    ...resourceCauses(container, path),
  ];
}

function containersCauses(
  spec: Fields,
  path: string,
  field: string,
  taken: Set<string>,
): StatusCause[] {
  const volumes = new Set(
    listOf(spec, 'volumes').map(volume => textOf(volume, 'name')),
  );
  return listOf(spec, field).flatMap((container, i) => {
    const at = index(child(path, field), i);
    const causes = containerCauses(container, at, volumes);
    const name = textOf(container, 'name');
    if (taken.has(name)) causes.push(duplicate(child(at, 'name'), name));
    taken.add(name);
    return [...causes, ...probeCauses(container, at)];
  });
}

/** Rules of a pod's specification, in a Pod or in the template of a workload. */
export function podSpecCauses(spec: Fields, path: string): StatusCause[] {
  const taken = new Set<string>();
  const causes = volumeCauses(spec, path);
  if (listOf(spec, 'containers').length === 0) {
    causes.push(required(child(path, 'containers')));
  }
  causes.push(
    ...containersCauses(spec, path, 'containers', taken),
    ...containersCauses(spec, path, 'initContainers', taken),
  );
  const policy = textOf(spec, 'restartPolicy');
  if (!['Always', 'OnFailure', 'Never'].includes(policy)) {
    causes.push(
      notSupported(child(path, 'restartPolicy'), policy, [
        'Always',
        'OnFailure',
        'Never',
      ]),
    );
  }
  causes.push(
    ...choiceCauses(spec, path, 'dnsPolicy', [
      'ClusterFirstWithHostNet',
      'ClusterFirst',
      'Default',
      'None',
    ]),
    ...labelMapCauses(
      fieldsOf(spec, 'nodeSelector'),
      child(path, 'nodeSelector'),
    ),
  );
  for (const field of ['serviceAccountName', 'nodeName']) {
    const name = textOf(spec, field);
    if (name) causes.push(...subdomainCauses(name, child(path, field)));
  }
  return causes;
}
