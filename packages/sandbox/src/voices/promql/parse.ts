import { parser } from '@prometheus-io/lezer-promql';
import type { SyntaxNode } from '@lezer/common';
import { RE2JS } from 're2js';
import {
  type Expression,
  type Matcher,
  type MatchOperator,
  type Matching,
  PromqlError,
  type Selector,
} from './ast';
import { checkTypes } from './checkTypes';
import { parseDuration, parseNumber, parseString } from './literals';

const first = (node: SyntaxNode) => node.firstChild as SyntaxNode;
const last = (node: SyntaxNode) => node.lastChild as SyntaxNode;

/** Makes expressions of the grammar's nodes. */
class Reader {
  constructor(private readonly query: string) {}

  expression(node: SyntaxNode): Expression {
    const position = node.from;
    switch (node.name) {
      case 'ParenExpr':
        return this.expression(first(node));
      case 'NumberDurationLiteral': {
        const value = parseNumber(this.text(node), position);
        return { kind: 'number', value, position };
      }
      case 'StringLiteral': {
        const value = parseString(this.text(node), position);
        return { kind: 'string', value, position };
      }
      case 'VectorSelector':
        return this.selector(node);
      case 'MatrixSelector': {
        const inner = this.expression(first(node));
        if (inner.kind !== 'selector' || inner.range !== undefined) {
          throw new PromqlError(
            position,
            'ranges only allowed for vector selectors',
          );
        }
        return {
          ...inner,
          range: this.duration(node.getChild('DurationExpr')),
        };
      }
      case 'SubqueryExpr': {
        const [range, step] = node.getChildren('DurationExpr');
        return {
          kind: 'subquery',
          inner: this.expression(first(node)),
          range: this.duration(range),
          step: step && this.duration(step),
          offset: 0,
          position,
        };
      }
      case 'OffsetExpr': {
        const inner = this.expression(first(node));
        if (inner.kind !== 'selector' && inner.kind !== 'subquery') {
          throw new PromqlError(
            position,
            'offset modifier must be preceded by an instant vector selector or range vector selector or a subquery',
          );
        }
        return {
          ...inner,
          offset: this.duration(node.getChild('OffsetDurationExpr')),
        };
      }
      case 'UnaryExpr': {
        const inner = this.expression(last(node));
        return this.text(first(node)) === '+'
          ? inner
          : { kind: 'negate', inner, position };
      }
      case 'FunctionCall':
        return {
          kind: 'call',
          name: this.text(first(node)).toLowerCase(),
          args: this.args(node),
          position,
        };
      case 'AggregateExpr':
        return this.aggregate(node);
      case 'BinaryExpr':
        return this.binary(node);
      default:
        throw new PromqlError(
          position,
          `${describeNode(node.name)} is not answered here`,
        );
    }
  }

  private text(node: SyntaxNode): string {
    return this.query.slice(node.from, node.to);
  }

  private args(node: SyntaxNode): Expression[] {
    const body = node.getChild('FunctionCallBody');
    return body ? children(body).map(child => this.expression(child)) : [];
  }

  private duration(node: SyntaxNode | null | undefined): number {
    const text = node ? this.text(node).replace(/\s/g, '') : '';
    const [, sign = '', rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
    const value = parseDuration(rest);
    if (value === undefined) {
      throw new PromqlError(
        node?.from ?? 0,
        `"${text}" is not a plain duration, which is all that is answered here`,
      );
    }
    return sign === '-' ? -value : value;
  }

  private selector(node: SyntaxNode): Selector {
    const name = node.getChild('Identifier');
    const matchers: Matcher[] = name
      ? [{ name: '__name__', operator: '=', value: this.text(name) }]
      : [];
    const list = node.getChild('LabelMatchers');
    for (const child of list ? children(list) : []) {
      if (child.name === 'QuotedLabelName') {
        const value = parseString(this.text(child), child.from);
        matchers.push({ name: '__name__', operator: '=', value });
        continue;
      }
      const [label, operator, value] = children(child) as [
        SyntaxNode,
        SyntaxNode,
        SyntaxNode,
      ];
      const matcher = {
        name:
          label.name === 'LabelName'
            ? this.text(label)
            : parseString(this.text(label), label.from),
        operator: this.text(operator) as MatchOperator,
        value: parseString(this.text(value), value.from),
      };
      if (matcher.operator.endsWith('~')) checkPattern(matcher, value.from);
      matchers.push(matcher);
    }
    if (!matchers.some(isSelective)) {
      throw new PromqlError(
        node.from,
        'vector selector must contain at least one non-empty matcher',
      );
    }
    return { kind: 'selector', matchers, offset: 0, position: node.from };
  }

  private labels(node: SyntaxNode | null): string[] {
    return (node ? children(node) : []).map(label =>
      label.name === 'QuotedLabelName'
        ? parseString(this.text(label), label.from)
        : this.text(label),
    );
  }

  private aggregate(node: SyntaxNode): Expression {
    const operator = this.text(first(node)).toLowerCase();
    const args = this.args(node);
    const modifier = node.getChild('AggregateModifier');
    const inner = args.at(-1);
    if (!inner || args.length > 2) {
      throw new PromqlError(
        node.from,
        `wrong number of arguments for aggregate expression ${operator}`,
      );
    }
    return {
      kind: 'aggregate',
      operator,
      without: modifier?.getChild('Without') !== null && modifier !== null,
      labels: this.labels(modifier?.getChild('GroupingLabels') ?? null),
      parameter: args.length === 2 ? args[0] : undefined,
      inner,
      position: node.from,
    };
  }

  private binary(node: SyntaxNode): Expression {
    const parts = children(node);
    const operator = parts[1] as SyntaxNode;
    const fill = node.getChild('FillModifier');
    if (fill) {
      throw new PromqlError(fill.from, 'fill is not answered here');
    }
    const clause = node.getChild('MatchingModifierClause');
    const left = this.expression(first(node));
    const power = this.text(operator) === '^';
    const made: Expression = {
      kind: 'binary',
      operator: this.text(operator).toLowerCase(),
      bool: node.getChild('BoolModifier') !== null,
      matching: clause ? this.matching(clause) : undefined,
      left,
      right: this.expression(last(node)),
      position: operator.from,
    };
    // The grammar takes a sign for a part of the number; Prometheus's own
    // parser binds it less tightly than a power: -2 ^ 2 is -4.
    if (
      power &&
      left.kind === 'number' &&
      this.text(first(node)).startsWith('-')
    ) {
      made.left = { ...left, value: -left.value };
      return { kind: 'negate', inner: made, position: node.from };
    }
    return made;
  }

  private matching(clause: SyntaxNode): Matching {
    const [labels = null, include = null] =
      clause.getChildren('GroupingLabels');
    const left = clause.getChild('GroupLeft') !== null;
    const right = clause.getChild('GroupRight') !== null;
    return {
      on: clause.getChild('On') !== null,
      labels: this.labels(labels),
      ...(left && { many: 'left' as const }),
      ...(right && { many: 'right' as const }),
      include: this.labels(include),
    };
  }
}

/**
 * Reads a query by Prometheus's own grammar.
 *
 * @throws PromqlError for what is no PromQL, and for what is not answered here
 */
export function parsePromql(query: string): Expression {
  if (query.trim() === '') {
    throw new PromqlError(0, 'no expression found in input');
  }
  const tree = parser.parse(query);
  tree.iterate({
    enter: node => {
      if (!node.type.isError) return;
      const rest = query.slice(node.from).trim();
      const [word = ''] = /^(\w+|\S)/.exec(rest) ?? [];
      throw new PromqlError(
        node.from,
        rest === '' ? 'unexpected end of input' : `unexpected "${word}"`,
      );
    },
  });
  const root = tree.topNode.firstChild;
  if (!root) throw new PromqlError(0, 'no expression found in input');
  const expression = new Reader(query).expression(root);
  checkTypes(expression);
  return expression;
}

function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let at = node.firstChild; at; at = at.nextSibling) found.push(at);
  return found;
}

function describeNode(name: string): string {
  if (name === 'StepInvariantExpr') return 'the modifier @';
  return name.replace(/Expr$/, '').toLowerCase();
}

function checkPattern(matcher: Matcher, position: number): void {
  try {
    RE2JS.compile(matcher.value);
  } catch (error) {
    throw new PromqlError(
      position,
      `error parsing regexp: ${(error as Error).message}`,
    );
  }
}

/** Whether a matcher leaves something out when the label is missing. */
function isSelective(matcher: Matcher): boolean {
  const { operator, value } = matcher;
  if (operator === '=') return value !== '';
  if (operator === '!=') return value === '';
  const empty = RE2JS.compile(value).matches('');
  return operator === '=~' ? !empty : empty;
}
