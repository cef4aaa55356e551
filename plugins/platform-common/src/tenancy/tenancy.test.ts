import fc from 'fast-check';
import {
  groupRefToImpersonationName,
  groupRefToOwnerLabel,
  ownerLabelToGroupRef,
  userRefToImpersonationName,
} from './index';

const part = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?$/);

describe('owner labels', () => {
  it.each([
    ['payments', 'group:default/payments'],
    ['partners__press', 'group:partners/press'],
    ['a.b_c-d', 'group:default/a.b_c-d'],
    ['', undefined],
    ['a__b__c', undefined],
    ['__a', undefined],
    ['Payments', undefined],
    ['group:default/payments', undefined],
    ['-a', undefined],
    ['a'.repeat(64), undefined],
  ])('%j names %s', (label, groupRef) => {
    expect(ownerLabelToGroupRef(label)).toBe(groupRef);
  });

  it.each([
    ['group:default/Payments', 'payments'],
    ['group:payments', 'payments'],
    ['group:partners/press', 'partners__press'],
    ['user:default/ada', undefined],
    ['payments', undefined],
    ['group:default/a__b', undefined],
    [`group:${'n'.repeat(40)}/${'m'.repeat(40)}`, undefined],
  ])('%j is written as %s', (groupRef, label) => {
    expect(groupRefToOwnerLabel(groupRef)).toBe(label);
  });

  it('come back as the same group', () => {
    fc.assert(
      fc.property(part, part, (namespace, name) => {
        const ref = `group:${namespace}/${name}`;
        const label = groupRefToOwnerLabel(ref);
        return label !== undefined && ownerLabelToGroupRef(label) === ref;
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('impersonation names', () => {
  it.each([
    ['user:default/ada', 'cairn:ada', undefined],
    ['user:partners/ada', 'cairn:partners/ada', undefined],
    ['group:default/payments', undefined, 'cairn:payments'],
    ['group:partners/press', undefined, 'cairn:partners/press'],
    ['user:default/system:masters', undefined, undefined],
    ['group:default/a b', undefined, undefined],
    ['nonsense', undefined, undefined],
    ['', undefined, undefined],
  ])('of %j are %s and %s', (ref, user, group) => {
    expect(userRefToImpersonationName(ref)).toBe(user);
    expect(groupRefToImpersonationName(ref)).toBe(group);
  });

  it('always carry the prefix, never a line end, and belong to one entity only', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.tuple(part, part).map(p => p.join('/')),
        ),
        fc.oneof(fc.string(), part),
        (first, second) => {
          const names = [first, second].map(ref =>
            groupRefToImpersonationName(`group:${ref}`, 'x:'),
          );
          const isSafe = names.every(
            name => name === undefined || /^x:[a-z0-9._/-]+$/.test(name),
          );
          const owns = (ref: string) =>
            `default/${ref.toLowerCase()}`.split('/').slice(-2).join('/');
          return (
            isSafe &&
            (names[0] === undefined ||
              names[0] !== names[1] ||
              owns(first) === owns(second))
          );
        },
      ),
      { numRuns: 10_000 },
    );
  });
});
