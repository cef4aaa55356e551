import { toStored } from '../storage/StoredObject';
import type { ResourceType } from '../types';
import { Representation } from './represent';

const type: ResourceType = {
  group: 'example.org',
  version: 'v1',
  kind: 'Widget',
  listKind: 'WidgetList',
  plural: 'widgets',
  singular: 'widget',
  shortNames: [],
  categories: [],
  namespaced: false,
  verbs: ['watch'],
  subresources: {},
  printerColumns: [],
  selectableFields: [],
  crdName: 'widgets.example.org',
  storageVersion: 'v1',
};

describe('Representation', () => {
  it('counts the age in a watched table from the time of each event', () => {
    let clock = '2026-01-01T00:00:05Z';
    const representation = new Representation(
      type,
      { encoding: 'json', shape: 'Table', shapeVersion: 'v1' },
      'Metadata',
      () => new Date(clock),
    );
    const stored = toStored(
      'widgets.example.org',
      {
        apiVersion: 'example.org/v1',
        kind: 'Widget',
        metadata: {
          name: 'one',
          uid: 'u',
          creationTimestamp: '2026-01-01T00:00:00Z',
        },
      },
      1,
    );
    const age = () =>
      (
        JSON.parse(representation.watched(stored, false)) as {
          rows: { cells: unknown[] }[];
        }
      ).rows[0].cells[1];
    expect(age()).toBe('5s');
    clock = '2026-01-01T00:01:00Z';
    expect(age()).toBe('60s');
  });
});
