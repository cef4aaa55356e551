import type { ManagedFieldsEntry } from '../types';
import { FieldSet } from './FieldSet';

/** One manager's part of an object. */
export interface Manager {
  manager: string;
  operation: 'Apply' | 'Update';
  apiVersion: string;
  subresource: string;
  time?: string;
  fields: FieldSet;
}

/** Two entries with the same identity are one manager. */
export function managerKey(
  entry: Pick<Manager, 'manager' | 'operation' | 'apiVersion' | 'subresource'>,
): string {
  const { manager, operation, apiVersion, subresource } = entry;
  // The version does not tell appliers apart: they hold one set over versions.
  return JSON.stringify([
    manager,
    operation,
    operation === 'Apply' ? '' : apiVersion,
    subresource,
  ]);
}

/** Reads `metadata.managedFields`. */
export function decodeManagers(
  entries: readonly ManagedFieldsEntry[] | undefined,
): Map<string, Manager> {
  const managers = new Map<string, Manager>();
  for (const entry of entries ?? []) {
    const manager: Manager = {
      manager: entry.manager ?? '',
      operation: entry.operation ?? 'Update',
      apiVersion: entry.apiVersion ?? '',
      subresource: entry.subresource ?? '',
      ...(entry.time && { time: entry.time }),
      fields: FieldSet.fromFieldsV1(entry.fieldsV1 ?? {}),
    };
    const key = managerKey(manager);
    const known = managers.get(key);
    managers.set(
      key,
      known
        ? { ...manager, fields: known.fields.union(manager.fields) }
        : manager,
    );
  }
  return managers;
}

/** Writes `metadata.managedFields`: appliers first, then by time, then by name. */
export function encodeManagers(
  managers: ReadonlyMap<string, Manager>,
): ManagedFieldsEntry[] {
  return [...managers.values()]
    .filter(manager => !manager.fields.isEmpty())
    .sort(
      (a, b) =>
        compare(a.operation, b.operation) ||
        compare(a.time ?? '', b.time ?? '') ||
        compare(a.manager, b.manager) ||
        compare(a.apiVersion, b.apiVersion) ||
        compare(a.subresource, b.subresource),
    )
    .map(entry => ({
      manager: entry.manager,
      operation: entry.operation,
      apiVersion: entry.apiVersion,
      ...(entry.time && { time: entry.time }),
      fieldsType: 'FieldsV1',
      fieldsV1: entry.fields.toFieldsV1(),
      ...(entry.subresource && { subresource: entry.subresource }),
    }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
