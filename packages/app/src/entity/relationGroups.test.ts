import type { Entity } from '@backstage/catalog-model';
import { relationGroups } from './relationGroups';

function withRelations(...relations: Array<[string, string]>): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'payments' },
    relations: relations.map(([type, targetRef]) => ({ type, targetRef })),
  };
}

describe('relationGroups', () => {
  it('names relations in order, and what a team owns by kind', () => {
    const entity = withRelations(
      ['ownerOf', 'api:default/ledger-api'],
      ['ownerOf', 'component:default/web-shop'],
      ['ownerOf', 'component:default/ledger'],
      ['ownerOf', 'component:default/ledger'],
      ['ownerOf', 'location:default/catalog'],
      ['hasMember', 'user:default/ada'],
      ['unheardOf', 'user:default/ben'],
    );
    expect(
      relationGroups(entity).map(({ title, refs }) => [title, refs]),
    ).toEqual([
      ['Members', ['user:default/ada']],
      [
        'Components',
        ['component:default/ledger', 'component:default/web-shop'],
      ],
      ['APIs', ['api:default/ledger-api']],
      ['Owns', ['location:default/catalog']],
    ]);
    const ids = relationGroups(entity).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
