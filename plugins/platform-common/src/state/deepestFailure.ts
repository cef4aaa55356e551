import type { State, StateDescription } from '../types';

/** Anything with a state and parts. @public */
export interface StateTree<TNode> {
  state: StateDescription;
  children: TNode[];
}

/** How much a state explains why the whole is not ready; 0 explains nothing. */
const WEIGHT: Record<State, number> = {
  failed: 6,
  'needs-attention': 5,
  paused: 4,
  waiting: 3,
  unknown: 2,
  working: 1,
  deleting: 1,
  ready: 0,
};

/**
 * The part that best answers "why is it not ready": the one whose state is worst, and among those
 * the deepest, since what is above only repeats it. The first in order wins a tie.
 *
 * @returns undefined when every part is ready; the root itself when only it is not.
 * @public
 */
export function deepestFailure<TNode extends StateTree<TNode>>(
  tree: TNode,
): TNode | undefined {
  let best: { node: TNode; weight: number; depth: number } | undefined;
  const stack: { node: TNode; depth: number }[] = [{ node: tree, depth: 0 }];
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node, depth } = next;
    const weight = WEIGHT[node.state.state];
    if (
      weight > 0 &&
      (!best ||
        weight > best.weight ||
        (weight === best.weight && depth > best.depth))
    ) {
      best = { node, weight, depth };
    }
    for (const child of [...node.children].reverse()) {
      stack.push({ node: child, depth: depth + 1 });
    }
  }
  return best?.node;
}
