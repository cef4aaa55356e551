/** How a label is compared. */
export type MatchOperator = '=' | '!=' | '=~' | '!~';

/** One condition of a selector. */
export interface Matcher {
  name: string;
  operator: MatchOperator;
  value: string;
}

/** Which samples of which series; times in milliseconds. */
export interface Selector {
  kind: 'selector';
  matchers: Matcher[];
  offset: number;
  /** With a range, the samples of that long before. */
  range?: number;
  position: number;
}

/** How the two sides of an operator find each other. */
export interface Matching {
  /** Only these labels count, or all but these. */
  on: boolean;
  labels: string[];
  /** The side on which several may have the same partner. */
  many?: 'left' | 'right';
  /** Labels taken over from the single one. */
  include: string[];
}

/** A parsed expression. */
export type Expression =
  | { kind: 'number'; value: number; position: number }
  | { kind: 'string'; value: string; position: number }
  | Selector
  | {
      kind: 'subquery';
      inner: Expression;
      range: number;
      step: number | undefined;
      offset: number;
      position: number;
    }
  | { kind: 'call'; name: string; args: Expression[]; position: number }
  | {
      kind: 'aggregate';
      operator: string;
      without: boolean;
      labels: string[];
      parameter: Expression | undefined;
      inner: Expression;
      position: number;
    }
  | {
      kind: 'binary';
      operator: string;
      bool: boolean;
      matching: Matching | undefined;
      left: Expression;
      right: Expression;
      position: number;
    }
  | { kind: 'negate'; inner: Expression; position: number };

/** What an expression evaluates to. */
export type ExpressionType = 'scalar' | 'string' | 'vector' | 'matrix';

/** An expression that cannot be answered; says where and why. */
export class PromqlError extends Error {
  constructor(
    /** Characters before the place. */
    readonly position: number,
    readonly reason: string,
  ) {
    super(reason);
    this.name = 'PromqlError';
  }

  /** As Prometheus writes it: line and column, both from one. */
  describe(query: string): string {
    const before = query.slice(0, this.position).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    return `${before.length}:${column}: parse error: ${this.reason}`;
  }
}
