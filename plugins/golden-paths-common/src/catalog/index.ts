export type {
  CatalogEntitySummary,
  CatalogFile,
  CatalogProblem,
  CatalogReport,
  EntityLookup,
} from './types';
export { validateCatalogInfo } from './validateCatalogInfo';
