import type {
  CatalogReport,
  GoldenPathList,
  NameReport,
  ProvisionerList,
  ScaffoldedServiceList,
  UpdatePreview,
  UpdateResult,
  UpdateStatus,
  VersionState,
} from '@cairn/plugin-golden-paths-common';
import type { UserCredentials } from '@cairn/plugin-platform-node';

/** On whose behalf. */
export interface AsUser {
  credentials: UserCredentials;
}

/** Which services of a path. */
export interface ServiceQuery {
  namespace: string;
  name: string;
  state?: VersionState;
  owner?: string;
  limit?: number;
  cursor?: string;
}

/** Where a name is to be free. */
export interface NameQuery {
  name: string;
  owner?: string;
  repoHost?: string;
  repoOwner?: string;
}

/** What the router calls. */
export interface GoldenPathService {
  listPaths(options: AsUser): Promise<GoldenPathList>;
  listServices(
    query: ServiceQuery,
    options: AsUser,
  ): Promise<ScaffoldedServiceList>;
  checkName(query: NameQuery, options: AsUser): Promise<NameReport>;
  listProvisioners(options: AsUser): Promise<ProvisionerList>;
  getUpdate(entityRef: string, options: AsUser): Promise<UpdateStatus>;
  previewUpdate(entityRef: string, options: AsUser): Promise<UpdatePreview>;
  openUpdate(
    request: { entityRef: string; version: string },
    options: AsUser,
  ): Promise<UpdateResult>;
  validateCatalogInfo(
    request: { text: string; file?: string },
    options: AsUser,
  ): Promise<CatalogReport>;
}
