import fc from 'fast-check';
import type { State } from '../types';
import { deepestFailure } from './deepestFailure';

interface Node {
  id: string;
  state: { state: State; sentence: string };
  children: Node[];
}

function node(id: string, state: State, children: Node[] = []): Node {
  return { id, state: { state, sentence: `${id} is ${state}.` }, children };
}

describe('deepestFailure', () => {
  it.each<[string, Node, string | undefined]>([
    [
      'nothing when all is ready',
      node('a', 'ready', [node('b', 'ready')]),
      undefined,
    ],
    [
      'the root when only it fails',
      node('a', 'failed', [node('b', 'ready')]),
      'a',
    ],
    [
      'the deepest of the same state',
      node('a', 'failed', [
        node('b', 'failed', [node('c', 'failed')]),
        node('d', 'failed'),
      ]),
      'c',
    ],
    [
      'the worst, even when something milder lies deeper',
      node('a', 'working', [
        node('b', 'failed'),
        node('c', 'working', [node('d', 'waiting')]),
      ]),
      'b',
    ],
    [
      'the first of two equals',
      node('a', 'working', [node('b', 'failed'), node('c', 'failed')]),
      'b',
    ],
    [
      'what is waited for',
      node('a', 'working', [node('b', 'working'), node('c', 'waiting')]),
      'c',
    ],
  ])('picks %s', (_, tree, id) => {
    expect(deepestFailure(tree)?.id).toBe(id);
  });

  it('never picks a part that is ready, nor leaves out a failed one', () => {
    const states: State[] = [
      'ready',
      'working',
      'failed',
      'waiting',
      'unknown',
    ];
    const trees = (depth: number): fc.Arbitrary<Node> =>
      fc.record({
        id: fc.string(),
        state: fc.record({
          state: fc.constantFrom(...states),
          sentence: fc.string(),
        }),
        children:
          depth === 0
            ? fc.constant([])
            : fc.array(trees(depth - 1), { maxLength: 3 }),
      });
    const all = (root: Node): State[] => [
      root.state.state,
      ...root.children.flatMap(all),
    ];
    fc.assert(
      fc.property(trees(3), root => {
        const picked = deepestFailure(root)?.state.state;
        const present = all(root);
        return present.includes('failed')
          ? picked === 'failed'
          : (picked === undefined) === present.every(s => s === 'ready') &&
              picked !== 'ready';
      }),
      { numRuns: 3_000 },
    );
  });
});
