import {
  type Fields,
  fieldsOf,
  listOf,
  selectorCauses,
  subdomainCauses,
  textOf,
} from '../../schema/builtin/rules/common';
import type { KindRules } from '../../schema/builtin/compileBuiltin';
import { duplicate, invalid, required } from '../../schema/causes';
import { child, index } from '../../schema/fieldPath';
import type { StatusCause } from '../../types';
import { dns1035Label, dnsSubdomain } from '../../validation/names';
import { compileConditions } from '../webhooks/Webhook';
import {
  conditionCauses,
  optionCauses,
  ruleCauses,
  textsOf,
} from './matchCauses';

const VERSIONS = ['v1', 'v1beta1'];
const SIDE_EFFECTS = ['None', 'NoneOnDryRun'];
const FORM = '; desired format: https://host[/path]';

/** Rules of Validating- and MutatingWebhookConfigurations. */
export const webhookConfigurationRules: KindRules = object => {
  const hooks = listOf(object, 'webhooks');
  const names = hooks.map(hook => textOf(hook, 'name'));
  return hooks.flatMap((hook, i) => {
    const at = index('webhooks', i);
    return [
      ...webhookCauses(hook, at),
      ...versionCauses(
        textsOf(hook, 'admissionReviewVersions'),
        child(at, 'admissionReviewVersions'),
      ),
      ...(names[i] && names.indexOf(names[i]) < i
        ? [duplicate(child(at, 'name'), names[i])]
        : []),
    ];
  });
};

function webhookCauses(hook: Fields, path: string): StatusCause[] {
  const { timeoutSeconds, sideEffects } = hook;
  const timeout = Number(timeoutSeconds ?? 10);
  return [
    ...fullNameCauses(textOf(hook, 'name'), child(path, 'name')),
    ...listOf(hook, 'rules').flatMap((rule, i) =>
      ruleCauses(rule, index(child(path, 'rules'), i)),
    ),
    ...optionCauses(hook, path, 'failurePolicy', ['Fail', 'Ignore']),
    ...optionCauses(hook, path, 'matchPolicy', ['Equivalent', 'Exact']),
    ...(sideEffects === undefined || sideEffects === null
      ? [
          required(
            child(path, 'sideEffects'),
            `must specify one of ${SIDE_EFFECTS.join(', ')}`,
          ),
        ]
      : optionCauses(hook, path, 'sideEffects', SIDE_EFFECTS)),
    ...(timeout > 30 || timeout < 1
      ? [
          invalid(
            child(path, 'timeoutSeconds'),
            timeout,
            'the timeout value must be between 1 and 30 seconds',
          ),
        ]
      : []),
    ...['namespaceSelector', 'objectSelector'].flatMap(name =>
      selectorCauses(fieldsOf(hook, name), child(path, name)),
    ),
    ...optionCauses(hook, path, 'reinvocationPolicy', ['IfNeeded', 'Never']),
    ...clientCauses(
      fieldsOf(hook, 'clientConfig'),
      child(path, 'clientConfig'),
    ),
    ...conditionCauses(
      listOf(hook, 'matchConditions'),
      child(path, 'matchConditions'),
      conditions => compileConditions(conditions),
    ),
  ];
}

function fullNameCauses(name: string, path: string): StatusCause[] {
  if (!name) return [required(path)];
  const causes = subdomainCauses(name, path);
  if (causes.length > 0) return causes;
  return name.split('.').length < 3
    ? [
        invalid(
          path,
          name,
          'should be a domain with at least three segments separated by dots',
        ),
      ]
    : [];
}

function versionCauses(versions: string[], path: string): StatusCause[] {
  if (versions.length === 0) {
    return [required(path, `must specify one of ${VERSIONS.join(', ')}`)];
  }
  const causes = versions.flatMap((version, i) => {
    if (versions.indexOf(version) < i) {
      return [invalid(index(path, i), version, 'duplicate version')];
    }
    const problem = dns1035Label(version);
    return problem ? [invalid(index(path, i), version, problem)] : [];
  });
  if (!versions.some(version => VERSIONS.includes(version))) {
    causes.push(
      invalid(
        path,
        versions,
        `must include at least one of ${VERSIONS.join(', ')}`,
      ),
    );
  }
  return causes;
}

function clientCauses(client: Fields, path: string): StatusCause[] {
  const hasUrl = typeof client.url === 'string';
  const hasService = client.service !== undefined;
  if (hasUrl === hasService) {
    return [required(path, 'exactly one of url or service is required')];
  }
  return hasUrl
    ? urlCauses(textOf(client, 'url'), child(path, 'url'))
    : serviceCauses(fieldsOf(client, 'service'), child(path, 'service'));
}

/** The parts of an address as Go takes them apart. */
const ADDRESS =
  /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/;

function urlCauses(url: string, path: string): StatusCause[] {
  const escape = /%(?![0-9a-fA-F]{2}).{0,2}/.exec(url);
  if (escape) {
    return [
      required(
        path,
        `url must be a valid URL: parse ${JSON.stringify(
          url,
        )}: invalid URL escape ${JSON.stringify(escape[0])}${FORM}`,
      ),
    ];
  }
  const [, scheme = '', authority = '', , query, fragment] =
    ADDRESS.exec(url) ?? [];
  const [host, user] = authority.split(/@(?=[^@]*$)/).reverse();
  return [
    ...(scheme.toLowerCase() === 'https'
      ? []
      : [
          invalid(
            path,
            scheme.toLowerCase(),
            `'https' is the only allowed URL scheme${FORM}`,
          ),
        ]),
    ...(host ? [] : [invalid(path, '', `host must be specified${FORM}`)]),
    ...(user === undefined
      ? []
      : [invalid(path, user, 'user information is not permitted in the URL')]),
    ...(fragment
      ? [invalid(path, fragment, 'fragments are not permitted in the URL')]
      : []),
    ...(query
      ? [invalid(path, query, 'query parameters are not permitted in the URL')]
      : []),
  ];
}

function serviceCauses(service: Fields, path: string): StatusCause[] {
  const port = Number(service.port ?? 443);
  const causes = ['name', 'namespace'].flatMap(name =>
    textOf(service, name) ? [] : [required(child(path, name))],
  );
  if (port < 1 || port > 65535) {
    causes.push(
      invalid(
        child(path, 'port'),
        port,
        'port is not valid: must be between 1 and 65535, inclusive',
      ),
    );
  }
  const route = textOf(service, 'path');
  const at = child(path, 'path');
  if (!route || route === '/') return causes;
  if (route === '//') {
    return [...causes, invalid(at, route, 'segment[0] may not be empty')];
  }
  if (!route.startsWith('/')) {
    causes.push(invalid(at, route, "must start with a '/'"));
  }
  route
    .slice(1)
    .replace(/\/$/, '')
    .split('/')
    .forEach((step, i) => {
      const problem = step ? dnsSubdomain(step) : undefined;
      if (!step) {
        causes.push(invalid(at, route, `segment[${i}] may not be empty`));
      } else if (problem) {
        causes.push(invalid(at, route, `segment[${i}]: ${problem}`));
      }
    });
  return causes;
}
