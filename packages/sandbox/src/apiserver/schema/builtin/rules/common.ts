import type { StatusCause } from '../../../types';
import { dnsLabel, dnsSubdomain } from '../../../validation/names';
import { forbidden, invalid, notSupported, required } from '../../causes';
import { child, index } from '../../fieldPath';
import { isObject } from '../../goValue';

/** A decoded struct of a built-in kind. */
export type Fields = Record<string, unknown>;

/** A struct inside another; an empty one if it is not there. */
export function fieldsOf(owner: Fields | undefined, name: string): Fields {
  const value = owner?.[name];
  return isObject(value) ? value : {};
}

/** A list inside a struct; an empty one if it is not there. */
export function listOf(owner: Fields, name: string): Fields[] {
  const value = owner[name];
  return Array.isArray(value) ? (value as Fields[]) : [];
}

/** Text of a field; `''` if it is not there. */
export function textOf(owner: Fields, name: string): string {
  const value = owner[name];
  return typeof value === 'string' ? value : '';
}

/** Numbers that may not be below zero; absent ones are fine. */
export function nonNegative(
  owner: Fields,
  path: string,
  ...names: string[]
): StatusCause[] {
  return names.flatMap(name => {
    const value = owner[name];
    return typeof value === 'number' && value < 0
      ? [
          invalid(
            child(path, name),
            value,
            'must be greater than or equal to 0',
          ),
        ]
      : [];
  });
}

/** Name of one DNS label. */
export function labelCauses(name: string, path: string): StatusCause[] {
  const problem = dnsLabel(name);
  return problem ? [invalid(path, name, problem)] : [];
}

/** Name of DNS labels with dots between them. */
export function subdomainCauses(name: string, path: string): StatusCause[] {
  const problem = dnsSubdomain(name);
  return problem ? [invalid(path, name, problem)] : [];
}

/** A text that must be one of a few, and may not be absent. */
export function choiceCauses(
  owner: Fields,
  path: string,
  name: string,
  choices: string[],
): StatusCause[] {
  const value = textOf(owner, name);
  const field = child(path, name);
  if (!value) return [required(field)];
  return choices.includes(value) ? [] : [notSupported(field, value, choices)];
}

/** What is wrong with a port number, if anything. */
export function portNumberCauses(value: unknown, path: string): StatusCause[] {
  return typeof value === 'number' && value >= 1 && value <= 65535
    ? []
    : [invalid(path, value, 'must be between 1 and 65535, inclusive')];
}

/** What is wrong with the name of a port, if anything. */
export function portNameCauses(name: string, path: string): StatusCause[] {
  const problems: string[] = [];
  if (name.length > 15) problems.push('must be no more than 15 characters');
  if (!/^[-a-z0-9]+$/.test(name)) {
    problems.push(
      'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
    );
  }
  if (!/[a-z]/.test(name)) {
    problems.push('must contain at least one letter (a-z)');
  }
  if (name.includes('--')) {
    problems.push('must not contain consecutive hyphens');
  }
  if (/^-|-$/.test(name)) {
    problems.push('must not begin or end with a hyphen');
  }
  return problems.map(problem => invalid(path, name, problem));
}

/** A port by number or by name. */
export function portCauses(value: unknown, path: string): StatusCause[] {
  return typeof value === 'string'
    ? portNameCauses(value, path)
    : portNumberCauses(value, path);
}

/** A whole number that is not negative, or a percentage. */
export function countOrPercentCauses(
  value: unknown,
  path: string,
): StatusCause[] {
  if (typeof value === 'number') {
    return value < 0
      ? [invalid(path, value, 'must be greater than or equal to 0')]
      : [];
  }
  return /^[0-9]+%$/.test(String(value))
    ? []
    : [
        invalid(
          path,
          value,
          "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')",
        ),
      ];
}

/** A percentage may not be more than all. */
export function percentLimitCauses(
  value: unknown,
  path: string,
): StatusCause[] {
  const percent = /^([0-9]+)%$/.exec(String(value))?.[1];
  return percent !== undefined && Number(percent) > 100
    ? [invalid(path, value, 'must not be greater than 100%')]
    : [];
}

const NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const NAME_TEXT =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

/** What is wrong with a name that may have a domain before it, if anything. */
export function qualifiedNameProblem(text: string): string | undefined {
  const parts = text.split('/');
  const name = parts[parts.length - 1];
  if (parts.length > 2) {
    return `a qualified name ${NAME_TEXT} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`;
  }
  if (parts.length === 2) {
    if (!parts[0]) return 'prefix part must be non-empty';
    const problem = dnsSubdomain(parts[0]);
    if (problem) return `prefix part ${problem}`;
  }
  if (!name) return 'name part must be non-empty';
  if (name.length > 63) return 'name part must be no more than 63 bytes';
  return NAME.test(name) ? undefined : `name part ${NAME_TEXT}`;
}

/** The same, with both things that are wrong with an empty name. */
function nameProblems(text: string): string[] {
  const problem = qualifiedNameProblem(text);
  if (!problem) return [];
  return text === '' ? [problem, `name part ${NAME_TEXT}`] : [problem];
}

/** Labels outside `metadata`, such as those a selector matches. */
export function labelMapCauses(labels: Fields, path: string): StatusCause[] {
  return Object.entries(labels).flatMap(([name, value]) => {
    const causes: StatusCause[] = [];
    const problem = qualifiedNameProblem(name);
    if (problem) causes.push(invalid(path, name, problem));
    const text = String(value);
    if (text.length > 63) {
      causes.push(invalid(path, text, 'must be no more than 63 bytes'));
    } else if (text && !NAME.test(text)) {
      causes.push(
        invalid(
          path,
          text,
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
        ),
      );
    }
    return causes;
  });
}

/** A label selector as it stands in a specification. */
export function selectorCauses(selector: Fields, path: string): StatusCause[] {
  const causes = labelMapCauses(
    fieldsOf(selector, 'matchLabels'),
    child(path, 'matchLabels'),
  );
  listOf(selector, 'matchExpressions').forEach((term, i) => {
    const at = index(child(path, 'matchExpressions'), i);
    const operator = textOf(term, 'operator');
    const values = listOf(term, 'values');
    if (operator === 'In' || operator === 'NotIn') {
      if (values.length === 0) {
        causes.push(
          required(
            child(at, 'values'),
            "must be specified when `operator` is 'In' or 'NotIn'",
          ),
        );
      }
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values.length > 0) {
        causes.push(
          forbidden(
            child(at, 'values'),
            "may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
          ),
        );
      }
    } else {
      causes.push(
        invalid(
          child(at, 'operator'),
          operator,
          'not a valid selector operator',
        ),
      );
    }
    for (const problem of nameProblems(textOf(term, 'key'))) {
      causes.push(invalid(child(at, 'key'), textOf(term, 'key'), problem));
    }
  });
  return causes;
}

/** Whether a selector is one the server could use, and chooses these labels. */
export function selects(selector: Fields, labels: Fields): boolean {
  const matches = Object.entries(fieldsOf(selector, 'matchLabels')).every(
    ([name, value]) => labels[name] === value,
  );
  return (
    matches &&
    listOf(selector, 'matchExpressions').every(term => {
      const value = labels[textOf(term, 'key')];
      const values: unknown[] = listOf(term, 'values');
      switch (term.operator) {
        case 'In':
          return values.includes(value);
        case 'NotIn':
          return !values.includes(value);
        case 'Exists':
          return value !== undefined;
        default:
          return value === undefined;
      }
    })
  );
}
