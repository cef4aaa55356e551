import type { StatusCause } from '../../../types';
import { dnsLabel, dnsSubdomain } from '../../../validation/names';
import { invalid, notSupported, required } from '../../causes';
import { index } from '../../fieldPath';
import type { KindRules } from '../compileBuiltin';
import {
  type Fields,
  fieldsOf,
  listOf,
  portNameCauses,
  portNumberCauses,
  subdomainCauses,
  textOf,
} from './common';

const WILDCARD =
  /^\*\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];

function hostCauses(host: string, path: string): StatusCause[] {
  if (!host) return [];
  if (host.includes('*')) {
    return WILDCARD.test(host)
      ? []
      : [
          invalid(
            path,
            host,
            "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
          ),
        ];
  }
  return subdomainCauses(host, path);
}

function backendCauses(backend: Fields, at: string): StatusCause[] {
  if (backend.resource && backend.service) {
    return [invalid(at, '', 'cannot set both resource and service backends')];
  }
  if (backend.resource) return [];
  if (!backend.service) {
    return [invalid(at, '', 'resource or service backend is required')];
  }
  const service = fieldsOf(backend, 'service');
  const causes: StatusCause[] = [];
  const name = textOf(service, 'name');
  if (!name) {
    causes.push(required(`${at}.service.name`));
  } else {
    const problem = dnsLabel(name);
    if (problem) causes.push(invalid(`${at}.service.name`, name, problem));
  }
  const port = fieldsOf(service, 'port');
  const portName = textOf(port, 'name');
  if (portName && port.number) {
    causes.push(invalid(at, '', 'cannot set both port name & port number'));
  } else if (portName) {
    causes.push(...portNameCauses(portName, `${at}.service.port.name`));
  } else if (port.number) {
    causes.push(...portNumberCauses(port.number, `${at}.service.port.number`));
  } else {
    causes.push(required(at, 'port name or number is required'));
  }
  return causes;
}

function pathCauses(entry: Fields, at: string): StatusCause[] {
  const type = textOf(entry, 'pathType');
  const path = textOf(entry, 'path');
  if (!type) return [required(`${at}.pathType`, 'pathType must be specified')];
  const causes: StatusCause[] = [];
  if (type === 'Exact' || type === 'Prefix') {
    if (!path.startsWith('/')) {
      causes.push(invalid(`${at}.path`, path, 'must be an absolute path'));
    } else {
      for (const part of ['//', '/./', '/../', '%2f', '%2F']) {
        if (path.includes(part)) {
          causes.push(
            invalid(`${at}.path`, path, `must not contain '${part}'`),
          );
        }
      }
      for (const end of ['/..', '/.']) {
        if (path.endsWith(end)) {
          causes.push(invalid(`${at}.path`, path, `cannot end with '${end}'`));
        }
      }
    }
  } else if (type === 'ImplementationSpecific') {
    if (path && !path.startsWith('/')) {
      causes.push(invalid(`${at}.path`, path, 'must be an absolute path'));
    }
  } else {
    causes.push(notSupported(`${at}.pathType`, type, PATH_TYPES));
  }
  return [
    ...causes,
    ...backendCauses(fieldsOf(entry, 'backend'), `${at}.backend`),
  ];
}

/** Rules of Ingresses. */
export const ingressRules: KindRules = object => {
  const spec = fieldsOf(object, 'spec');
  const causes: StatusCause[] = [];
  const rules = listOf(spec, 'rules');
  if (rules.length === 0 && !spec.defaultBackend) {
    causes.push(
      invalid(
        'spec',
        spec.rules ?? null,
        'either `defaultBackend` or `rules` must be specified',
      ),
    );
  }
  if (spec.defaultBackend) {
    causes.push(
      ...backendCauses(fieldsOf(spec, 'defaultBackend'), 'spec.defaultBackend'),
    );
  }
  rules.forEach((rule, i) => {
    const at = index('spec.rules', i);
    const host = textOf(rule, 'host');
    if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) {
      causes.push(
        invalid(`${at}.host`, host, 'must be a DNS name, not an IP address'),
      );
    } else {
      causes.push(...hostCauses(host, `${at}.host`));
    }
    if (!rule.http) return;
    const paths = listOf(fieldsOf(rule, 'http'), 'paths');
    if (paths.length === 0) causes.push(required(`${at}.http.paths`));
    paths.forEach((entry, j) =>
      causes.push(...pathCauses(entry, index(`${at}.http.paths`, j))),
    );
  });
  listOf(spec, 'tls').forEach((tls, i) => {
    const hosts: unknown[] = listOf(tls, 'hosts');
    hosts.forEach((host, j) =>
      causes.push(
        ...hostCauses(String(host), index(`${index('spec.tls', i)}.hosts`, j)),
      ),
    );
  });
  const className = textOf(spec, 'ingressClassName');
  if (className) {
    const problem = dnsSubdomain(className);
    if (problem) {
      causes.push(invalid('spec.ingressClassName', className, problem));
    }
  }
  return causes;
};
