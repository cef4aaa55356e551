import definitions from './columnDefinitions.json';
import { storageOf } from '../registry/storageOf';
import type { PrinterColumn, ResourceType } from '../types';
import type { Printer } from './printers/cells';
import { printAdmission } from './printers/admission';
import { printCore } from './printers/core';
import { printPolicies } from './printers/policies';
import { printPod } from './printers/pod';
import { printWorkloads } from './printers/workloads';

/** Name, type, description and, for wide output only, priority. */
type Row = [string, string, string, number?];

const PRINTERS: Record<string, Printer> = {
  ...printAdmission,
  ...printCore,
  ...printWorkloads,
  ...printPolicies,
  pods: printPod,
};

/** What is printed of a built-in kind, and how. */
export interface BuiltinTable {
  columns: PrinterColumn[];
  print: Printer;
}

const created: Printer = object => [
  object.metadata.name,
  object.metadata.creationTimestamp,
];

/**
 * Columns of a built-in kind as the real server defines them
 * (`pkg/printers/internalversion`); kinds without a printer of their own show
 * name and time of creation.
 */
export function builtinTable(type: ResourceType): BuiltinTable {
  const kinds = definitions.kinds as unknown as Record<string, Row[]>;
  const resource = storageOf(type);
  const rows = kinds[resource] ?? kinds.limitranges;
  return {
    columns: rows.map(([name, columnType, description, priority = 0]) => ({
      name,
      type: columnType,
      format: name === 'Name' ? 'name' : '',
      description: textOf(description),
      priority,
    })),
    print: PRINTERS[resource] ?? created,
  };
}

/** The long texts that most kinds share are kept once. */
export function textOf(description: string): string {
  const texts: Record<string, string> = definitions.texts;
  return description.startsWith('@')
    ? texts[description.slice(1)]
    : description;
}
