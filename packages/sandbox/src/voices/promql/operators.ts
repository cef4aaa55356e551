import type { Matching } from './ast';
import {
  dropName,
  ExecutionError,
  keyOfLabels,
  type Labels,
  pickLabels,
  type Sample,
} from './values';

const ARITHMETIC: Record<string, (left: number, right: number) => number> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '^': (left, right) => left ** right,
  atan2: Math.atan2,
};
const COMPARISONS: Record<string, (left: number, right: number) => boolean> = {
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
  '>': (left, right) => left > right,
  '<': (left, right) => left < right,
  '>=': (left, right) => left >= right,
  '<=': (left, right) => left <= right,
};

/** What an operator makes of two numbers; undefined for what it leaves out. */
function operate(
  operator: string,
  bool: boolean,
  left: number,
  right: number,
  kept: number,
): number | undefined {
  const compare = COMPARISONS[operator];
  if (!compare)
    return (ARITHMETIC[operator] as (typeof ARITHMETIC)['+'])(left, right);
  const holds = compare(left, right);
  if (bool) return holds ? 1 : 0;
  return holds ? kept : undefined;
}

/** An operator between two numbers. */
export function operateScalars(
  operator: string,
  left: number,
  right: number,
): number {
  return operate(operator, true, left, right, left) as number;
}

/** An operator between samples and a number, which stands on one side. */
export function operateWithScalar(
  samples: Sample[],
  scalar: number,
  options: { operator: string; bool: boolean; scalarLeft: boolean },
): Sample[] {
  const { operator, bool, scalarLeft } = options;
  const keepsName = operator in COMPARISONS && !bool;
  return samples.flatMap(({ labels, value }) => {
    const [left, right] = scalarLeft ? [scalar, value] : [value, scalar];
    const result = operate(operator, bool, left, right, value);
    if (result === undefined) return [];
    return [{ labels: keepsName ? labels : dropName(labels), value: result }];
  });
}

const signatureOf = (matching: Matching | undefined) => (labels: Labels) =>
  keyOfLabels(
    pickLabels(labels, matching?.labels ?? [], !(matching?.on ?? false)),
  );

/** `and`, `or` and `unless`. */
export function operateSets(
  operator: string,
  left: Sample[],
  right: Sample[],
  matching: Matching | undefined,
): Sample[] {
  const signature = signatureOf(matching);
  const keys = (samples: Sample[]) =>
    new Set(samples.map(({ labels }) => signature(labels)));
  if (operator === 'or') {
    const known = keys(left);
    return [
      ...left,
      ...right.filter(({ labels }) => !known.has(signature(labels))),
    ];
  }
  const known = keys(right);
  const wanted = operator === 'and';
  return left.filter(({ labels }) => known.has(signature(labels)) === wanted);
}

/**
 * An operator between two vectors, one to one unless the matching says on
 * which side there are many.
 *
 * @throws ExecutionError when the pairs are not clear
 */
export function operateVectors(
  left: Sample[],
  right: Sample[],
  options: {
    operator: string;
    bool: boolean;
    matching: Matching | undefined;
  },
): Sample[] {
  const { operator, bool, matching } = options;
  const signature = signatureOf(matching);
  const swapped = matching?.many === 'right';
  const [many, ones] = swapped ? [right, left] : [left, right];
  const single = new Map<string, Sample>();
  for (const sample of ones) {
    const key = signature(sample.labels);
    if (single.has(key)) {
      throw new ExecutionError(
        `found duplicate series for the match group ${key} on the ${
          swapped ? 'left' : 'right'
        } hand-side of the operation; many-to-many matching not allowed: matching labels must be unique on one side`,
      );
    }
    single.set(key, sample);
  }
  const keepsName = operator in COMPARISONS && !bool;
  const seen = new Set<string>();
  return many.flatMap(sample => {
    const key = signature(sample.labels);
    const partner = single.get(key);
    if (!partner) return [];
    const [one, other] = swapped ? [partner, sample] : [sample, partner];
    const result = operate(operator, bool, one.value, other.value, one.value);
    if (result === undefined) return [];
    const labels = resultLabels(sample, partner, matching, keepsName);
    const made = keyOfLabels(labels);
    if (seen.has(made)) {
      throw new ExecutionError(
        'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)',
      );
    }
    seen.add(made);
    return [{ labels, value: result }];
  });
}

function resultLabels(
  sample: Sample,
  partner: Sample,
  matching: Matching | undefined,
  keepsName: boolean,
): Labels {
  const base = keepsName ? sample.labels : dropName(sample.labels);
  if (matching?.many) {
    const labels: Record<string, string> = { ...base };
    for (const name of matching.include) {
      const value = partner.labels[name];
      if (value) labels[name] = value;
      else delete labels[name];
    }
    return labels;
  }
  if (!matching) return base;
  const picked = pickLabels(sample.labels, matching.labels, !matching.on);
  const name = sample.labels.__name__;
  return keepsName && name ? { ...picked, __name__: name } : picked;
}
