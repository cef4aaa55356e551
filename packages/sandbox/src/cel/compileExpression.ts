import type { Environment, ParseResult } from '@marcbachmann/cel-js';
import {
  compileExpression as compileRule,
  RuleError,
} from '../apiserver/schema/cel/compileRule';
import { pairComprehensions } from './pairComprehensions';

/** The type an expression must have; `dyn` takes any. */
export type WantedType = 'bool' | 'string' | 'dyn';

/** An expression that does not compile; the message is the compiler's. */
export class ExpressionError extends Error {
  constructor(message: string, readonly wrongType: boolean) {
    super(message);
    this.name = 'ExpressionError';
  }
}

/**
 * Compiles an expression of a policy.
 *
 * @throws ExpressionError with cel-go's words: `ERROR: <input>:1:27: undeclared
 * reference to 'shout' (in container '')`, the line and a caret; or, for another
 * type than is wanted, `output is expected to be of type bool`
 */
export function compileExpression(
  text: string,
  wanted: WantedType,
  environment: Environment,
): ParseResult {
  const rewritten = pairComprehensions(text, environment);
  try {
    // `any` hides the result's type, and nothing else, from the check of rules.
    return compileRule(
      rewritten,
      wanted === 'dyn' ? 'any' : wanted,
      environment,
      {},
    );
  } catch (error) {
    if (!(error instanceof RuleError)) throw error;
    const wrongType = !error.message.startsWith('compilation failed: ');
    throw new ExpressionError(
      wrongType
        ? `output is expected to be of type ${wanted}`
        : error.message.replace('compilation failed: ', ''),
      wrongType,
    );
  }
}
