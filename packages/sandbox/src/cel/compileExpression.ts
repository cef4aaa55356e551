import type { Environment, ParseResult } from '@marcbachmann/cel-js';
import {
  compileExpression as compileRule,
  RuleError,
} from '../apiserver/schema/cel/compileRule';
import { pairComprehensions } from './pairComprehensions';

/** The type an expression must have; `dyn` takes any. */
export type WantedType = 'bool' | 'string' | 'string or null' | 'dyn';

/** An expression that does not compile; the message is the compiler's. */
export class ExpressionError extends Error {
  constructor(message: string, readonly wrongType: boolean) {
    super(message);
    this.name = 'ExpressionError';
  }
}

/** How cel-go says that something is missing at the end. */
const END_OF_INPUT: [string, string] = [
  'Unexpected token: EOF',
  "mismatched input '<EOF>' expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}",
];

/**
 * Compiles an expression of a policy.
 *
 * @throws ExpressionError with cel-go's words: `ERROR: <input>:1:27: undeclared
 * reference to 'shout' (in container '')`, the line and a caret; or, for another
 * type than is wanted, `output is expected to be of type bool`
 * @param strict - takes no value whose type is not known, and says, as the API
 * server does, `must evaluate to bool but got dyn`
 */
export function compileExpression(
  text: string,
  wanted: WantedType,
  environment: Environment,
  strict = false,
): ParseResult {
  const rewritten = pairComprehensions(text, environment);
  try {
    // `any` hides the result's type, and nothing else, from the check of rules.
    const anyType = strict || wanted === 'dyn' || wanted === 'string or null';
    const run = compileRule(
      rewritten,
      anyType ? 'any' : wanted,
      environment,
      {},
    );
    if (strict) checkType(run, wanted);
    return run;
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    const wrongType = !error.message.startsWith('compilation failed: ');
    throw new ExpressionError(
      wrongType
        ? `output is expected to be of type ${wanted}`
        : error.message
            .replace('compilation failed: ', '')
            .replace(...END_OF_INPUT),
      wrongType,
    );
  }
}

/** Types an expression may come to, by what is wanted. */
const accepted: Record<WantedType, string[] | undefined> = {
  bool: ['bool'],
  string: ['string'],
  'string or null': ['string', 'null_type'],
  dyn: undefined,
};

function checkType(run: ParseResult, wanted: WantedType): void {
  const types = accepted[wanted];
  const actual = typeName(run.check().type ?? 'dyn');
  if (!types || types.includes(actual)) return;
  const one = types.length === 1 ? types[0] : `one of [${types.join(' ')}]`;
  throw new ExpressionError(`must evaluate to ${one} but got ${actual}`, true);
}

/** `list<int>` as cel-go writes it: `list(int)`. */
function typeName(type: string): string {
  return type
    .replace(/^null$/, 'null_type')
    .replaceAll('<', '(')
    .replaceAll('>', ')');
}
