import type { z } from 'zod';
import { isObject } from '../json';
import type { FieldPath } from '../types';
import type { ProblemText } from './Problems';

type Issue = z.core.$ZodIssue;

/** A problem and the path it is at. */
export interface IssueProblem extends ProblemText {
  path: FieldPath;
}

const TYPES: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

function typeOf(value: unknown): string {
  if (value === null) {
    return 'empty';
  }
  if (Array.isArray(value)) {
    return 'a list';
  }
  return TYPES[typeof value] ?? typeof value;
}

function valueAt(root: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((value, part) => {
    if (Array.isArray(value)) {
      return value[Number(part)];
    }
    return isObject(value) && Object.hasOwn(value, part)
      ? value[part]
      : undefined;
  }, root);
}

function describeType(expected: string, value: unknown): ProblemText {
  const name = TYPES[expected] ?? expected;
  if (value === undefined) {
    return { message: 'The field is missing.', mend: `Add it; it is ${name}.` };
  }
  if (expected === 'int' && typeof value === 'number') {
    return {
      message: `${value} is not a whole number.`,
      mend: `Write ${Math.round(value)}, or what you mean.`,
    };
  }
  const message = `It has to be ${name}, but is ${typeOf(value)}.`;
  if (expected === 'string' && value !== null && typeof value !== 'object') {
    return { message, mend: `Put it in quotes: "${value}".` };
  }
  return value === null
    ? { message, mend: 'Fill it in, or leave the field out.' }
    : { message, mend: `Write ${name} here.` };
}

function describeSize(issue: Issue): ProblemText | undefined {
  if (issue.code === 'too_small') {
    return issue.origin === 'string'
      ? {
          message: 'It is too short.',
          mend: `Use at least ${issue.minimum} ${
            Number(issue.minimum) === 1 ? 'character' : 'characters'
          }.`,
        }
      : { message: 'It is too small.', mend: `Use at least ${issue.minimum}.` };
  }
  if (issue.code === 'too_big') {
    return issue.origin === 'string'
      ? {
          message: 'It is too long.',
          mend: `Use at most ${issue.maximum} characters.`,
        }
      : { message: 'It is too large.', mend: `Use at most ${issue.maximum}.` };
  }
  return undefined;
}

/** The alternative of a union that the author meant: the one whose outer type is right. */
function meantAlternative(alternatives: Issue[][]): Issue[] {
  return (
    alternatives.find(
      issues =>
        !issues.some(it => it.code === 'invalid_type' && it.path.length === 0),
    ) ?? []
  );
}

/**
 * Says an issue of the schema in words.
 *
 * @param root - The whole document, to tell what is missing from what is of the wrong type.
 * @param prefix - The path of what the issue's own path begins at.
 */
export function describeIssue(
  issue: Issue,
  root: unknown,
  prefix: FieldPath = [],
): IssueProblem[] {
  const path = [
    ...prefix,
    ...issue.path.map(it => (typeof it === 'symbol' ? String(it) : it)),
  ];
  const value = valueAt(root, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(key => ({
        path: [...path, key],
        at: 'key',
        message: 'There is no such field.',
        mend: issue.message,
      }));
    case 'invalid_type':
      return [{ path, ...describeType(issue.expected, value) }];
    case 'invalid_value':
      return [
        {
          path,
          message:
            value === undefined
              ? 'The field is missing.'
              : `${JSON.stringify(value)} is not known here.`,
          mend: `Choose one of: ${issue.values.join(', ')}.`,
        },
      ];
    case 'invalid_format':
      return [
        {
          path,
          message: `${JSON.stringify(value)} is not allowed here.`,
          mend: issue.message,
        },
      ];
    case 'invalid_key': {
      const inner = issue.issues[0];
      const size = inner && describeSize(inner);
      return [
        {
          path,
          at: 'key',
          message: `${JSON.stringify(
            path.at(-1),
          )} is not allowed as a name here.`,
          mend: size?.mend ?? inner?.message ?? issue.message,
        },
      ];
    }
    case 'invalid_union': {
      const meant = meantAlternative(issue.errors);
      return meant.length > 0
        ? meant.flatMap(it => describeIssue(it, root, path))
        : [{ path, ...describeType('object', value) }];
    }
    case 'custom':
      return [
        {
          path,
          message: issue.message,
          mend: String(issue.params?.mend ?? ''),
        },
      ];
    default:
      return [
        {
          path,
          ...(describeSize(issue) ?? { message: issue.message, mend: '' }),
        },
      ];
  }
}
