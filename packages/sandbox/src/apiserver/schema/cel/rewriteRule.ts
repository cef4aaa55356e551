import type { ASTNode } from '@marcbachmann/cel-js';
import type { SchemaNode } from '../../types';
import { isObject } from '../goValue';
import { escapeName } from './escapeName';

interface Range {
  start: number;
  end: number;
}

interface Edit extends Range {
  text: string;
}

/** What variables stand for, where that can be told. */
export type Scope = ReadonlyMap<string, SchemaNode>;

/** A rule the library cannot carry out as Kubernetes means it. */
export class UnsupportedRule extends Error {}

/** Comprehensions over keys and values, and those over keys that do the same. */
const twoVariables: Record<string, string> = {
  all: 'all',
  exists: 'exists',
  existsOne: 'exists_one',
  transformList: 'map',
};
const comprehensions = new Set([
  'all',
  'exists',
  'exists_one',
  'filter',
  'map',
]);

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value;
}

/** The nodes below, lists of arguments flattened. */
export function childrenOf(node: ASTNode): ASTNode[] {
  return [node.args].flat(3).filter(isNode);
}

class Rewriter {
  constructor(private readonly text: string) {}

  whole(ast: ASTNode, scope: Scope): string {
    return this.apply(
      { start: 0, end: this.text.length },
      this.edit(ast, scope),
    );
  }

  /** The text of a node with everything in it rewritten. */
  private of(node: ASTNode, scope: Scope): string {
    return this.apply(node.range, this.edit(node, scope));
  }

  private apply(range: Range, edits: Edit[]): string {
    let done = this.text.slice(range.start, range.end);
    for (const one of [...edits].sort((a, b) => b.start - a.start)) {
      done =
        done.slice(0, one.start - range.start) +
        one.text +
        done.slice(one.end - range.start);
    }
    return done;
  }

  private edit(node: ASTNode, scope: Scope): Edit[] {
    switch (node.op) {
      case 'rcall':
        return this.editCall(node, scope);
      case 'call':
        return this.editHas(node, scope) ?? this.below(node, scope);
      case '==':
      case '!=':
      case '+':
        return this.editSets(node, scope) ?? this.below(node, scope);
      default:
        return this.below(node, scope);
    }
  }

  private below(node: ASTNode, scope: Scope): Edit[] {
    return childrenOf(node).flatMap(child => this.edit(child, scope));
  }

  private editCall(
    node: Extract<ASTNode, { op: 'rcall' }>,
    scope: Scope,
  ): Edit[] {
    const [name, receiver, parameters] = node.args;
    if (name === 'matches') {
      const start = this.text.indexOf(name, receiver.range.end);
      const renamed = { start, end: start + name.length, text: 'celMatches' };
      return [...this.below(node, scope), renamed];
    }
    const held = schemaOf(receiver, scope);
    const [first, second] = parameters;
    if (
      parameters.length === 3 &&
      name in twoVariables &&
      isObject(held?.additionalProperties) &&
      first.op === 'id' &&
      second.op === 'id'
    ) {
      const map = this.of(receiver, scope);
      const inner = new Map(scope).set(
        second.args,
        held.additionalProperties as SchemaNode,
      );
      const body = this.of(parameters[2], inner);
      return [
        {
          ...node.range,
          text: `(${map}).${twoVariables[name]}(${first.args}, cel.bind(${second.args}, (${map})[${first.args}], ${body}))`,
        },
      ];
    }
    if (comprehensions.has(name) && first?.op === 'id' && held?.items) {
      const inner = new Map(scope).set(first.args, held.items);
      return [
        ...this.edit(receiver, scope),
        ...parameters.slice(1).flatMap(one => this.edit(one, inner)),
      ];
    }
    return this.below(node, scope);
  }

  /** The library's `has()` only takes fields of variables. */
  private editHas(
    node: Extract<ASTNode, { op: 'call' }>,
    scope: Scope,
  ): Edit[] | undefined {
    const [name, [field]] = node.args;
    if (name !== 'has' || field?.op !== '.') return undefined;
    let base: ASTNode = field;
    while (base.op === '.' || base.op === '.?') base = base.args[0];
    if (base.op === 'id') return undefined;
    return [
      {
        ...node.range,
        text: `celHas(${this.of(field.args[0], scope)}, ${JSON.stringify(
          field.args[1],
        )})`,
      },
    ];
  }

  private editSets(
    node: Extract<ASTNode, { op: '==' | '!=' | '+' }>,
    scope: Scope,
  ): Edit[] | undefined {
    const [left, right] = node.args;
    const schemas = [schemaOf(left, scope), schemaOf(right, scope)];
    if (!schemas.some(isSetLike)) return undefined;
    if (node.op === '+' && schemas.some(one => listType(one) === 'map')) {
      throw new UnsupportedRule(
        "found no matching overload for '_+_' applied to lists of list type map",
      );
    }
    const name = node.op === '+' ? 'celSetUnion' : 'celSetEquals';
    const not = node.op === '!=' ? '!' : '';
    return [
      {
        ...node.range,
        text: `${not}${name}(${this.of(left, scope)}, ${this.of(
          right,
          scope,
        )})`,
      },
    ];
  }
}

/**
 * Puts functions of ours where CEL of Kubernetes means something else than the
 * library, or something more: regular expressions are Go's, set lists compare
 * and join without order, `has()` takes any expression, maps are walked by key
 * and value. The text is changed, guided by the parsed rule.
 *
 * @param root - Schema of `self`.
 * @throws UnsupportedRule for what has no stand-in.
 */
export function rewriteRule(
  text: string,
  ast: ASTNode,
  root: SchemaNode,
): string {
  const scope = new Map([
    ['self', root],
    ['oldSelf', root],
  ]);
  return new Rewriter(text).whole(ast, scope);
}

function listType(schema: SchemaNode | undefined): string | undefined {
  return schema?.['x-kubernetes-list-type'];
}

function isSetLike(schema: SchemaNode | undefined): boolean {
  return listType(schema) === 'set' || listType(schema) === 'map';
}

/** The schema an expression leads to, as far as fields, items and sums tell. */
export function schemaOf(node: ASTNode, scope: Scope): SchemaNode | undefined {
  switch (node.op) {
    case 'id':
      return scope.get(node.args);
    case '.': {
      const wanted = node.args[1];
      const parent = schemaOf(node.args[0], scope);
      return Object.entries(parent?.properties ?? {}).find(
        ([name]) => escapeName(name) === wanted,
      )?.[1];
    }
    case '[]': {
      const parent = schemaOf(node.args[0], scope);
      return isObject(parent?.additionalProperties)
        ? (parent.additionalProperties as SchemaNode)
        : parent?.items;
    }
    case '+':
      // A set and something more is a set.
      return schemaOf(node.args[0], scope);
    case 'rcall':
      // The value of an optional is what it was made of.
      return node.args[0] === 'value'
        ? schemaOf(node.args[1], scope)
        : undefined;
    default:
      return undefined;
  }
}
