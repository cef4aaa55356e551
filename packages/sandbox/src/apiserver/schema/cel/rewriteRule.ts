import type { ASTNode } from '@marcbachmann/cel-js';
import type { SchemaNode } from '../../types';
import { escapeName } from './escapeName';

interface Edit {
  start: number;
  end: number;
  text: string;
}

/** The schema a chain of fields from `self` leads to, where that can be told. */
function schemaOf(node: ASTNode, root: SchemaNode): SchemaNode | undefined {
  if (node.op === 'id') {
    return node.args === 'self' || node.args === 'oldSelf' ? root : undefined;
  }
  if (node.op === '.') {
    const parent = schemaOf(node.args[0], root);
    const wanted = node.args[1];
    const found = Object.entries(parent?.properties ?? {}).find(
      ([name]) => escapeName(name) === wanted,
    );
    return found?.[1];
  }
  // A set and something more is a set.
  return node.op === '+' ? schemaOf(node.args[0], root) : undefined;
}

function isSetLike(schema: SchemaNode | undefined): boolean {
  const listType = schema?.['x-kubernetes-list-type'];
  return listType === 'set' || listType === 'map';
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value;
}

/** All nodes below, each list of arguments flattened. */
function childrenOf(node: ASTNode): ASTNode[] {
  return [node.args].flat(3).filter(isNode);
}

/** A rule the library cannot carry out as Kubernetes means it. */
export class UnsupportedRule extends Error {}

/**
 * Puts functions of ours where CEL of Kubernetes means something else than the
 * library: regular expressions are Go's, and sets compare and join without
 * order. The text is changed, guided by the parsed rule.
 *
 * @throws UnsupportedRule for what has no stand-in.
 */
export function rewriteRule(
  text: string,
  ast: ASTNode,
  root: SchemaNode,
): string {
  const edit = (node: ASTNode): Edit[] => {
    const below = childrenOf(node).flatMap(edit);
    if (node.op === 'rcall' && node.args[0] === 'matches') {
      const from = node.args[1].range.end;
      const at = text.indexOf('matches', from);
      below.push({ start: at, end: at + 7, text: 'celMatches' });
    }
    if (node.op === '==' || node.op === '!=' || node.op === '+') {
      const [left, right] = node.args;
      const schemas = [schemaOf(left, root), schemaOf(right, root)];
      if (schemas.some(isSetLike)) {
        if (
          node.op === '+' &&
          schemas[0]?.['x-kubernetes-list-type'] === 'map'
        ) {
          throw new UnsupportedRule(
            "found no matching overload for '_+_' applied to lists of list type map",
          );
        }
        const name = node.op === '+' ? 'celSetUnion' : 'celSetEquals';
        const not = node.op === '!=' ? '!' : '';
        return [
          {
            ...node.range,
            text: `${not}${name}(${apply(left.range, edit(left))}, ${apply(
              right.range,
              edit(right),
            )})`,
          },
        ];
      }
    }
    return below;
  };
  /** The text of a range with the edits inside it done. */
  const apply = (
    range: { start: number; end: number },
    edits: Edit[],
  ): string => {
    let done = text.slice(range.start, range.end);
    for (const one of [...edits].sort((a, b) => b.start - a.start)) {
      done =
        done.slice(0, one.start - range.start) +
        one.text +
        done.slice(one.end - range.start);
    }
    return done;
  };
  return apply({ start: 0, end: text.length }, edit(ast));
}
