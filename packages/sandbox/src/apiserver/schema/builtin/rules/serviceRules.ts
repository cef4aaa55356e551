import type { StatusCause } from '../../../types';
import { duplicate, invalid, notSupported, required } from '../../causes';
import { index } from '../../fieldPath';
import type { KindRules } from '../compileBuiltin';
import {
  choiceCauses,
  type Fields,
  fieldsOf,
  labelCauses,
  labelMapCauses,
  listOf,
  portCauses,
  portNumberCauses,
  subdomainCauses,
  textOf,
} from './common';

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'];

function portsCauses(spec: Fields): StatusCause[] {
  const ports = listOf(spec, 'ports');
  const names = new Set<string>();
  const seen = new Set<string>();
  const causes = ports.flatMap((port, i) => {
    const at = index('spec.ports', i);
    const found: StatusCause[] = [];
    const name = textOf(port, 'name');
    if (name) {
      found.push(...labelCauses(name, `${at}.name`));
      if (names.has(name)) found.push(duplicate(`${at}.name`, name));
      names.add(name);
    } else if (ports.length > 1) {
      found.push(required(`${at}.name`));
    }
    found.push(
      ...portNumberCauses(port.port, `${at}.port`),
      ...choiceCauses(port, at, 'protocol', PROTOCOLS),
      ...portCauses(port.targetPort, `${at}.targetPort`),
    );
    return found;
  });
  ports.forEach((port, i) => {
    const identity = `${textOf(port, 'protocol')} ${String(port.port)}`;
    if (seen.has(identity)) {
      causes.push({
        reason: 'FieldValueDuplicate',
        message: `Duplicate value: {"Name":"","Protocol":${JSON.stringify(
          port.protocol,
        )},"AppProtocol":null,"Port":${String(
          port.port,
        )},"TargetPort":0,"NodePort":0}`,
        field: index('spec.ports', i),
      });
    }
    seen.add(identity);
  });
  return causes;
}

/** Rules of Services. */
export const serviceRules: KindRules = object => {
  const spec = fieldsOf(object, 'spec');
  const type = textOf(spec, 'type');
  const headless = spec.clusterIP === 'None';
  const causes: StatusCause[] = [];
  if (
    listOf(spec, 'ports').length === 0 &&
    !headless &&
    type !== 'ExternalName'
  ) {
    causes.push(required('spec.ports'));
  }
  if (type === 'ExternalName') {
    const name = textOf(spec, 'externalName').replace(/\.$/, '');
    if (name) causes.push(...subdomainCauses(name, 'spec.externalName'));
    else causes.push(required('spec.externalName'));
  }
  causes.push(
    ...portsCauses(spec),
    ...labelMapCauses(fieldsOf(spec, 'selector'), 'spec.selector'),
  );
  const affinity = textOf(spec, 'sessionAffinity');
  if (!['ClientIP', 'None'].includes(affinity)) {
    causes.push(
      notSupported('spec.sessionAffinity', affinity, ['ClientIP', 'None']),
    );
  }
  if (!TYPES.includes(type)) {
    causes.push(notSupported('spec.type', type, TYPES));
  }
  if (type === 'ClusterIP') {
    listOf(spec, 'ports').forEach((port, i) => {
      if (port.nodePort) {
        causes.push({
          reason: 'FieldValueForbidden',
          message: "Forbidden: may not be used when `type` is 'ClusterIP'",
          field: `${index('spec.ports', i)}.nodePort`,
        });
      }
    });
  }
  const exposed =
    type === 'NodePort' ||
    type === 'LoadBalancer' ||
    (type === 'ClusterIP' && listOf(spec, 'externalIPs').length > 0);
  const policy = textOf(spec, 'externalTrafficPolicy');
  if (policy && !exposed) {
    causes.push(
      invalid(
        'spec.externalTrafficPolicy',
        policy,
        'may only be set for externally-accessible services',
      ),
    );
  } else if (exposed && !['Cluster', 'Local'].includes(policy)) {
    causes.push(
      notSupported('spec.externalTrafficPolicy', policy, ['Cluster', 'Local']),
    );
  }
  return causes;
};
