import { storageOf } from '../registry/storageOf';
import type { PrinterColumn, ResourceType } from '../types';

/** Columns of built-in kinds; undefined for those shown by name and age only. */
export function builtinColumns(
  type: ResourceType,
): PrinterColumn[] | undefined {
  return COLUMNS[storageOf(type)];
}

const COLUMNS: Record<string, PrinterColumn[]> = {};
