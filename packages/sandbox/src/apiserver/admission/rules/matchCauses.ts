import {
  duplicate,
  invalid,
  notSupported,
  required,
  tooMany,
} from '../../schema/causes';
import {
  type Fields,
  fieldsOf,
  listOf,
  qualifiedNameProblem,
  selectorCauses,
  textOf,
} from '../../schema/builtin/rules/common';
import { child, index } from '../../schema/fieldPath';
import type { StatusCause } from '../../types';
import { pathSegment } from '../../validation/names';
import type { ExpressionProblem } from '../../../cel';

/** Texts of a list; none if it is not there. */
export function textsOf(owner: Fields, name: string): string[] {
  const value = owner[name];
  return Array.isArray(value) ? value.map(String) : [];
}

/** A text that, if given, must be one of a few. */
export function optionCauses(
  owner: Fields,
  path: string,
  name: string,
  choices: string[],
): StatusCause[] {
  const value = owner[name];
  return value === undefined || choices.includes(String(value))
    ? []
    : [notSupported(child(path, name), value, choices)];
}

/** A rule on operations and resources. */
export function ruleCauses(rule: Fields, path: string): StatusCause[] {
  const operations = textsOf(rule, 'operations');
  const at = child(path, 'operations');
  const supported = ['*', 'CONNECT', 'CREATE', 'DELETE', 'UPDATE'];
  return [
    ...listCauses(operations, at, 'operations'),
    ...operations.flatMap((one, i) =>
      supported.includes(one)
        ? []
        : [notSupported(index(at, i), one, supported)],
    ),
    ...listCauses(
      textsOf(rule, 'apiGroups'),
      child(path, 'apiGroups'),
      'API groups',
    ),
    ...listCauses(
      textsOf(rule, 'apiVersions'),
      child(path, 'apiVersions'),
      'API versions',
    ),
    ...textsOf(rule, 'apiVersions').flatMap((version, i) =>
      version ? [] : [required(index(child(path, 'apiVersions'), i))],
    ),
    ...resourceCauses(textsOf(rule, 'resources'), child(path, 'resources')),
    ...optionCauses(rule, path, 'scope', ['*', 'Cluster', 'Namespaced']),
  ];
}

/** A rule of a policy, which may name objects. */
function namedRuleCauses(rule: Fields, path: string): StatusCause[] {
  const names = textsOf(rule, 'resourceNames');
  const at = child(path, 'resourceNames');
  return [
    ...names.flatMap((name, i) => {
      const problem = pathSegment(name);
      return [
        ...(problem ? [invalid(index(at, i), name, problem)] : []),
        ...(names.indexOf(name) < i ? [duplicate(index(at, i), name)] : []),
      ];
    }),
    ...ruleCauses(rule, path),
  ];
}

function listCauses(
  values: string[],
  path: string,
  what: string,
): StatusCause[] {
  if (values.length === 0) return [required(path)];
  return values.length > 1 && values.includes('*')
    ? [
        invalid(
          path,
          values,
          `if '*' is present, must not specify other ${what}`,
        ),
      ]
    : [];
}

function resourceCauses(resources: string[], path: string): StatusCause[] {
  if (resources.length === 0) return [required(path)];
  const causes: StatusCause[] = [];
  const wholes = new Set<string>();
  const everywhere = new Set<string>();
  let plain = false;
  resources.forEach((one, i) => {
    const at = index(path, i);
    if (!one) {
      causes.push(required(at));
      return;
    }
    const [resource, sub] = one.split(/\/(.*)/s);
    if (sub === undefined) {
      plain = one !== '*';
      return;
    }
    if (wholes.has(resource)) {
      causes.push(
        invalid(
          at,
          one,
          `if '${resource}/*' is present, must not specify ${one}`,
        ),
      );
    }
    if (everywhere.has(sub)) {
      causes.push(
        invalid(at, one, `if '*/${sub}' is present, must not specify ${one}`),
      );
    }
    if (sub === '*') wholes.add(resource);
    if (resource === '*') everywhere.add(sub);
  });
  if (resources.length > 1 && resources.includes('*/*')) {
    causes.push(
      invalid(
        path,
        resources,
        "if '*/*' is present, must not specify other resources",
      ),
    );
  }
  if (resources.includes('*') && plain) {
    causes.push(
      invalid(
        path,
        resources,
        "if '*' is present, must not specify other resources without subresources",
      ),
    );
  }
  return causes;
}

/** `matchConstraints` of a policy, `matchResources` of a binding. */
export function matchCauses(match: Fields, path: string): StatusCause[] {
  return [
    ...optionCauses(match, path, 'matchPolicy', ['Equivalent', 'Exact']),
    ...selectorCauses(
      fieldsOf(match, 'namespaceSelector'),
      child(path, 'namespaceSelector'),
    ),
    ...selectorCauses(
      fieldsOf(match, 'objectSelector'),
      child(path, 'objectSelector'),
    ),
    ...['resourceRules', 'excludeResourceRules'].flatMap(name =>
      listOf(match, name).flatMap((rule, i) =>
        namedRuleCauses(rule, index(child(path, name), i)),
      ),
    ),
  ];
}

/** Match conditions: their names, and that they compile. */
export function conditionCauses(
  conditions: Fields[],
  path: string,
  compile: (conditions: { name: string; expression: string }[]) => unknown,
): StatusCause[] {
  const causes: StatusCause[] = [];
  if (conditions.length > 64) {
    causes.push(tooMany(path, conditions.length, 64));
  }
  const names = new Set<string>();
  conditions.forEach((condition, i) => {
    const at = index(path, i);
    const name = textOf(condition, 'name');
    const expression = textOf(condition, 'expression').trim();
    if (!expression) {
      causes.push(required(child(at, 'expression')));
    } else {
      for (const problem of problemsOf(() => compile([{ name, expression }]))) {
        causes.push(compileCause(child(at, 'expression'), problem));
      }
    }
    causes.push(...nameCauses(name, child(at, 'name')));
    if (name && names.has(name)) {
      causes.push(duplicate(child(at, 'name'), name));
    }
    names.add(name);
  });
  return causes;
}

/** A name with an optional domain before it, which must be there. */
export function nameCauses(name: string, path: string): StatusCause[] {
  if (!name) return [required(path)];
  const problem = qualifiedNameProblem(name);
  return problem ? [invalid(path, name, problem)] : [];
}

/** What does not compile; none if everything does. */
export function problemsOf(compile: () => unknown): ExpressionProblem[] {
  try {
    compile();
    return [];
  } catch (error) {
    const { problems } = error as { problems?: ExpressionProblem[] };
    if (!problems) throw error;
    return problems;
  }
}

/** An expression that does not compile, worded as the real server words it. */
export function compileCause(
  path: string,
  { expression, message, wrongType }: ExpressionProblem,
): StatusCause {
  return invalid(
    path,
    expression,
    wrongType ? message : `compilation failed: ${message}`,
  );
}
