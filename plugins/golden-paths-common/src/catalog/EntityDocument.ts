import type { Entity } from '@backstage/catalog-model';
import {
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  type Document,
  type LineCounter,
  type Node,
} from 'yaml';
import type { CatalogProblem, Finding } from './types';

type Path = readonly (string | number)[];

/** How a field is written in messages: `metadata.annotations["cairn.dev/owner"]`. */
export function formatField(path: Path): string {
  return path
    .map((part, at) => {
      if (typeof part === 'number') {
        return `[${part}]`;
      }
      if (!/^[\w-]+$/.test(part)) {
        return `["${part}"]`;
      }
      return at === 0 ? part : `.${part}`;
    })
    .join('');
}

/** One document of a catalog-info file: what it says, and where. */
export class EntityDocument {
  /** What it says; not necessarily an entity. */
  readonly value: unknown;

  constructor(
    private readonly file: string,
    private readonly document: Document,
    private readonly lines: LineCounter,
  ) {
    this.value = document.toJS({ maxAliasCount: 100 });
  }

  /** What is there, as far as it has the outline of an entity. */
  get entity(): Partial<Entity> {
    return typeof this.value === 'object' && this.value !== null
      ? (this.value as Partial<Entity>)
      : {};
  }

  /** `component:default/shop`, as far as it can be read. */
  get name(): string | undefined {
    const { kind, metadata } = this.entity;
    return typeof kind === 'string' && typeof metadata?.name === 'string'
      ? `${kind.toLowerCase()}:${
          typeof metadata.namespace === 'string'
            ? metadata.namespace
            : 'default'
        }/${metadata.name}`
      : undefined;
  }

  /** The place of a field, or of what it would be in. */
  positionOf(path: Path, atKey = false): { line: number; column: number } {
    let node: unknown = this.document.contents;
    let offset = offsetOf(node) ?? 0;
    for (const [depth, part] of path.entries()) {
      if (isMap(node)) {
        const pair = node.items.find(
          item => isPair(item) && keyText(item.key) === String(part),
        );
        if (!pair) {
          break;
        }
        const key = offsetOf(pair.key);
        const value = offsetOf(pair.value);
        const isLast = depth === path.length - 1;
        offset = (isLast && atKey ? key : value ?? key) ?? offset;
        // A field with fields of its own is shown by its name.
        if (isMap(pair.value) || isSeq(pair.value)) {
          offset = key ?? offset;
        }
        node = pair.value;
      } else if (isSeq(node) && typeof part === 'number') {
        node = node.items[part];
        offset = offsetOf(node) ?? offset;
      } else {
        break;
      }
    }
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  problem(finding: Finding): CatalogProblem {
    const { path, atKey, severity, message, mend } = finding;
    const entity = this.name;
    return {
      severity,
      file: this.file,
      ...this.positionOf(path, atKey),
      ...(entity && { entity }),
      field: formatField(path),
      message,
      mend,
    };
  }
}

function keyText(key: unknown): string | undefined {
  return isScalar(key) ? String(key.value) : undefined;
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? (node as Node).range?.[0] : undefined;
}
