import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
} from 'yaml';
import type { FieldPath, Position } from '../types';
import type { Lines } from './Lines';

/** What a walk found at a path, or at the last part of it that exists. */
interface Found {
  node?: Node;
  key?: Node;
}

/** A YAML document that remembers where its fields stand in the file. */
export class SourceText {
  constructor(
    readonly file: string,
    private readonly text: string,
    private readonly document: Document,
    private readonly lines: Lines,
  ) {}

  /**
   * Where a field is. For one that is missing, where the nearest one around it is.
   *
   * @param at - Whether the field's name or its value is meant.
   */
  locate(path: FieldPath, at: 'key' | 'value' = 'value'): Position {
    const { node, key } = this.find(path);
    const wanted = at === 'key' ? key ?? node : node ?? key;
    return this.lines.positionOf(wanted?.range?.[0] ?? 0);
  }

  /** Where a piece of text stands inside the value of a field; the value's beginning if nowhere. */
  locateText(path: FieldPath, piece: string): Position {
    const range = this.find(path).node?.range;
    if (!range) {
      return this.locate(path);
    }
    const inside = this.text.slice(range[0], range[1]).indexOf(piece);
    return this.lines.positionOf(range[0] + Math.max(inside, 0));
  }

  private find(path: FieldPath): Found {
    let found: Found = { node: this.document.contents ?? undefined };
    for (const part of path) {
      const next = this.child(found.node, part);
      if (!next) {
        // The name of the field around is more telling than the first field in it.
        return { node: found.key ?? found.node, key: found.key };
      }
      found = next;
    }
    return found;
  }

  private child(node: Node | undefined, part: string | number) {
    const target = isAlias(node) ? node.resolve(this.document) : node;
    if (isMap(target)) {
      const pair = (target.items as Pair<Node, Node | null>[]).find(
        it => isScalar(it.key) && String(it.key.value) === String(part),
      );
      return pair && { key: pair.key, node: pair.value ?? undefined };
    }
    if (isSeq(target)) {
      const item = target.items[Number(part)] as Node | undefined;
      return item && { node: item };
    }
    return undefined;
  }
}
