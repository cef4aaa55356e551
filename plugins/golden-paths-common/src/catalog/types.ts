/** Something wrong in a catalog-info file. @public */
export interface CatalogProblem {
  /** An error keeps the catalog from taking the entity; a warning does not. */
  severity: 'error' | 'warning';
  file: string;
  /** Both count from 1. */
  line: number;
  column: number;
  /** The entity it is about, where its name can be read. */
  entity?: string;
  /** For example `spec.owner`; empty for the file as a whole. */
  field: string;
  /** What is wrong, as one sentence. */
  message: string;
  /** How to mend it, as one sentence. */
  mend: string;
}

/** An entity of a file. @public */
export interface CatalogEntitySummary {
  ref?: string;
  kind: string;
  name: string;
  file: string;
  line: number;
}

/** What came of checking. @public */
export interface CatalogReport {
  /** Whether there is no error. */
  valid: boolean;
  entities: CatalogEntitySummary[];
  problems: CatalogProblem[];
}

/** A file to check. @public */
export interface CatalogFile {
  file: string;
  text: string;
}

/**
 * Says which of these entity references exist.
 *
 * @public
 */
export type EntityLookup = (refs: string[]) => Promise<ReadonlySet<string>>;

/** A problem before it has a place: the rules say where by the path to a field. */
export interface Finding {
  severity: CatalogProblem['severity'];
  path: readonly (string | number)[];
  /** Whether the key is meant, rather than the value. */
  atKey?: boolean;
  message: string;
  mend: string;
}
