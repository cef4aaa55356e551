import { type Expression, type ExpressionType, PromqlError } from './ast';
import { aggregations, signatures } from './signatures';

const WORDS: Record<ExpressionType, string> = {
  scalar: 'scalar',
  string: 'string',
  vector: 'instant vector',
  matrix: 'range vector',
};
const SETS = new Set(['and', 'or', 'unless']);
const COMPARISONS = new Set(['==', '!=', '>', '<', '>=', '<=']);
const ARITHMETIC = new Set(['+', '-', '*', '/', '%', '^', 'atan2']);

/** What an expression evaluates to. */
export function typeOf(expression: Expression): ExpressionType {
  switch (expression.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'selector':
      return expression.range === undefined ? 'vector' : 'matrix';
    case 'subquery':
      return 'matrix';
    case 'call':
      return signatures.get(expression.name)?.returns ?? 'vector';
    case 'negate':
      return typeOf(expression.inner);
    case 'binary':
      return typeOf(expression.left) === 'scalar' &&
        typeOf(expression.right) === 'scalar'
        ? 'scalar'
        : 'vector';
    default:
      return 'vector';
  }
}

function expect(
  expression: Expression,
  wanted: ExpressionType,
  where: string,
): void {
  const type = typeOf(expression);
  if (type === wanted) return;
  throw new PromqlError(
    expression.position,
    `expected type ${WORDS[wanted]} in ${where}, got ${WORDS[type]}`,
  );
}

/**
 * Looks whether every part gets what it can work on.
 *
 * @throws PromqlError at the first that does not
 */
export function checkTypes(expression: Expression): void {
  switch (expression.kind) {
    case 'call': {
      const { name, args, position } = expression;
      const signature = signatures.get(name);
      if (!signature) {
        throw new PromqlError(position, `unknown function with name "${name}"`);
      }
      const least = signature.optional ?? signature.args.length;
      if (args.length < least || args.length > signature.args.length) {
        throw new PromqlError(
          position,
          `expected ${signature.args.length} argument(s) in call to "${name}", got ${args.length}`,
        );
      }
      args.forEach((arg, index) => {
        checkTypes(arg);
        const wanted = signature.args[index];
        if (wanted) expect(arg, wanted, `call to function "${name}"`);
      });
      return;
    }
    case 'aggregate': {
      const { operator, parameter, inner, position } = expression;
      const wanted = aggregations.get(operator);
      if (!aggregations.has(operator)) {
        throw new PromqlError(position, `${operator} is not answered here`);
      }
      if ((wanted === undefined) !== (parameter === undefined)) {
        throw new PromqlError(
          position,
          `wrong number of arguments for aggregate expression ${operator}`,
        );
      }
      if (wanted && parameter) {
        checkTypes(parameter);
        expect(parameter, wanted, `aggregation parameter`);
      }
      checkTypes(inner);
      expect(inner, 'vector', 'aggregation expression');
      return;
    }
    case 'binary':
      checkBinary(expression);
      return;
    case 'subquery':
      checkTypes(expression.inner);
      if (typeOf(expression.inner) === 'scalar') return;
      expect(expression.inner, 'vector', 'subquery');
      return;
    case 'negate': {
      checkTypes(expression.inner);
      const type = typeOf(expression.inner);
      if (type === 'scalar') return;
      expect(expression.inner, 'vector', 'unary expression');
      return;
    }
    default:
  }
}

function checkBinary(expression: Expression & { kind: 'binary' }): void {
  const { operator, bool, matching, left, right, position } = expression;
  const known =
    SETS.has(operator) || COMPARISONS.has(operator) || ARITHMETIC.has(operator);
  if (!known) throw new PromqlError(position, `unexpected "${operator}"`);
  for (const side of [left, right]) {
    checkTypes(side);
    const type = typeOf(side);
    if (type !== 'scalar' || SETS.has(operator)) {
      expect(side, 'vector', 'binary expression');
    }
  }
  const scalars = typeOf(expression) === 'scalar';
  if (bool && !COMPARISONS.has(operator)) {
    throw new PromqlError(
      position,
      'bool modifier can only be used on comparison operators',
    );
  }
  if (scalars && COMPARISONS.has(operator) && !bool) {
    throw new PromqlError(
      position,
      'comparisons between scalars must use BOOL modifier',
    );
  }
  const vectors = typeOf(left) === 'vector' && typeOf(right) === 'vector';
  if (matching && !vectors) {
    throw new PromqlError(
      position,
      'vector matching only allowed between instant vectors',
    );
  }
  if (matching?.many && SETS.has(operator)) {
    throw new PromqlError(
      position,
      `no grouping allowed for "${operator}" operation`,
    );
  }
}
