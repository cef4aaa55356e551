import { ParseError, TypeError as CelTypeError } from '@marcbachmann/cel-js';
import type { Environment, ParseResult } from '@marcbachmann/cel-js';
import type { SchemaNode } from '../../types';
import { UnsupportedRule, rewriteRule } from './rewriteRule';

/** One entry of `x-kubernetes-validations`. */
export interface ValidationRule {
  rule: string;
  message?: string;
  messageExpression?: string;
  reason?: string;
  fieldPath?: string;
  optionalOldSelf?: boolean;
}

/** An expression that does not compile; the message is the whole finding. */
export class RuleError extends Error {}

/**
 * Compiles an expression against the type of `self`.
 *
 * @param wanted - The type it must have: `bool` for rules, `string` for messages.
 *   `any` takes every type, as variables of policies do.
 * @throws RuleError worded as the real server words it, as far as can be.
 */
export function compileExpression(
  text: string,
  wanted: 'bool' | 'string' | 'any',
  environment: Environment,
  root: SchemaNode,
): ParseResult {
  const check = (expression: string): ParseResult => {
    let parsed: ParseResult;
    try {
      parsed = environment.parse(expression);
    } catch (error) {
      throw new RuleError(describe(expression, error, environment));
    }
    const { valid, error, type } = parsed.check();
    if (!valid) throw new RuleError(describe(expression, error, environment));
    if (wanted !== 'any' && type !== wanted && type !== 'dyn') {
      throw new RuleError(
        wanted === 'bool'
          ? 'cel expression must evaluate to a bool'
          : 'messageExpression must evaluate to a string',
      );
    }
    return parsed;
  };

  const rewritten = rewrite(text, environment, root);
  if (rewritten === undefined || rewritten === text) return check(text);
  try {
    return check(rewritten);
  } catch (error) {
    // Told of the rule as written, if that fails too: its places are the right ones.
    check(text);
    throw error;
  }
}

/** The rule in the library's terms; `undefined` if it cannot even be parsed. */
function rewrite(
  text: string,
  environment: Environment,
  root: SchemaNode,
): string | undefined {
  try {
    return rewriteRule(text, environment.parse(text).ast, root);
  } catch (error) {
    if (error instanceof ParseError) return undefined;
    if (error instanceof UnsupportedRule) {
      throw new RuleError(`compilation failed: ERROR: ${error.message}`);
    }
    throw error;
  }
}

/** `ERROR: <input>:1:5: undefined field 'nope'` with the line and a caret. */
function describe(
  text: string,
  error: unknown,
  environment: Environment,
): string {
  const known = new Set(
    environment.getDefinitions().functions.map(({ name }) => name),
  );
  if (!(error instanceof ParseError) && !(error instanceof CelTypeError)) {
    throw error;
  }
  const [words, offset] = translate(error, text, known);
  const before = text.slice(0, offset).split('\n');
  const line = text.split('\n')[before.length - 1];
  const column = before[before.length - 1].length;
  return `compilation failed: ERROR: <input>:${before.length}:${
    column + 1
  }: ${words}\n | ${line}\n | ${'.'.repeat(column)}^`;
}

function translate(
  error: ParseError | CelTypeError,
  text: string,
  known: Set<string>,
): [words: string, offset: number] {
  const { code, summary } = error;
  const start = error.range?.start ?? 0;
  switch (code) {
    case 'no_such_key': {
      const field = summary.replace('No such key: ', '');
      const dot = text.lastIndexOf('.', start);
      return [`undefined field '${field}'`, dot >= 0 ? dot : start];
    }
    case 'unknown_variable': {
      const name = summary.replace('Unknown variable: ', '');
      return [`undeclared reference to '${name}' (in container '')`, start];
    }
    case 'no_such_overload': {
      const match = /^no such overload: (.*) (\S+) (.*)$/.exec(summary);
      if (!match) return [summary, start];
      const [, left, operator, right] = match;
      const at = text.indexOf(operator, start);
      return [
        `found no matching overload for '_${operator}_' applied to '(${left}, ${right})'`,
        at >= 0 ? at : start,
      ];
    }
    case 'no_matching_overload': {
      const match = /'(?:(.*)\.)?(\w+)\((.*)\)'$/.exec(summary);
      if (!match) return [summary, start];
      const [, receiver, name, parameters] = match;
      const at = text.indexOf(`${name}(`, start) + name.length;
      return known.has(name)
        ? [
            `found no matching overload for '${name}' applied to '${
              receiver ? `${receiver}.` : ''
            }(${parameters})'`,
            at,
          ]
        : [`undeclared reference to '${name}' (in container '')`, at];
    }
    default:
      return [
        error instanceof ParseError ? `Syntax error: ${summary}` : summary,
        start,
      ];
  }
}
