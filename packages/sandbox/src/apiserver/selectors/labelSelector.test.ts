import fc from 'fast-check';
import {
  matchesLabels,
  parseLabelSelector,
  SelectorError,
  type LabelRequirement,
} from './labelSelector';

const word = fc
  .stringMatching(/^[a-z]([-a-z0-9_.]{0,8}[a-z0-9])?$/)
  .filter(text => text !== 'in' && text !== 'notin');
const requirement: fc.Arbitrary<LabelRequirement> = fc.oneof(
  fc.record({
    key: word,
    operator: fc.constantFrom('=' as const, '!=' as const),
    values: fc.array(word, { minLength: 1, maxLength: 1 }),
  }),
  fc.record({
    key: word,
    operator: fc.constantFrom('in' as const, 'notin' as const),
    values: fc
      .uniqueArray(word, { minLength: 1, maxLength: 3 })
      .map(values => values.sort()),
  }),
  fc.record({
    key: word,
    operator: fc.constantFrom('exists' as const, '!' as const),
    values: fc.constant<string[]>([]),
  }),
);

function write({ key, operator, values }: LabelRequirement): string {
  switch (operator) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${values.join(', ')})`;
    default:
      return `${key}${operator}${values[0]}`;
  }
}

describe('parseLabelSelector', () => {
  it('reads back what was written', () => {
    fc.assert(
      fc.property(fc.array(requirement, { maxLength: 5 }), requirements => {
        expect(parseLabelSelector(requirements.map(write).join(','))).toEqual(
          requirements,
        );
      }),
    );
  });

  it('answers or says what is wrong, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        let outcome: unknown;
        try {
          outcome = parseLabelSelector(text);
        } catch (error) {
          outcome = error;
        }
        expect(Array.isArray(outcome) || outcome instanceof SelectorError).toBe(
          true,
        );
      }),
    );
  });

  it('finds a requirement and its opposite never both true', () => {
    const opposite = { '=': '!=', in: 'notin', exists: '!' } as const;
    fc.assert(
      fc.property(
        requirement,
        fc.dictionary(word, word, { maxKeys: 3 }),
        (one, labels) => {
          if (!(one.operator in opposite)) return;
          const operator = opposite[one.operator as keyof typeof opposite];
          expect(matchesLabels([one], labels)).toBe(
            !matchesLabels([{ ...one, operator }], labels),
          );
        },
      ),
    );
  });
});
