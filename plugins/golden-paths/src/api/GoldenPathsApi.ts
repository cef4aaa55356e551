import { createApiRef } from '@backstage/frontend-plugin-api';
import type {
  CatalogReport,
  GoldenPathList,
  NameReport,
  ProvisionerList,
  ScaffoldedService,
  ScaffoldedServiceList,
  UpdatePreview,
  UpdateResult,
  UpdateStatus,
} from '@cairn/plugin-golden-paths-common';

/** Where a name is looked up; what is left out is not asked. */
export interface NameQuery {
  name: string;
  /** Name of the team whose namespaces are asked. */
  owner?: string;
  repoHost?: string;
  repoOwner?: string;
}

/** Which services of a path to list. */
export interface ServiceQuery {
  namespace: string;
  name: string;
  state?: ScaffoldedService['state'];
  cursor?: string;
}

/** The golden paths backend, as the signed-in person. Failures reject with the error the backend named. */
export interface GoldenPathsApi {
  listPaths(): Promise<GoldenPathList>;
  listServices(query: ServiceQuery): Promise<ScaffoldedServiceList>;
  checkName(query: NameQuery): Promise<NameReport>;
  listProvisioners(): Promise<ProvisionerList>;
  /** @param entityRef - of a component */
  getUpdate(entityRef: string): Promise<UpdateStatus>;
  /** Asks the git host; only for who may open the pull request. */
  previewUpdate(entityRef: string): Promise<UpdatePreview>;
  /** @param version - the newest, as it was seen */
  openUpdate(entityRef: string, version: string): Promise<UpdateResult>;
  validateCatalog(text: string): Promise<CatalogReport>;
}

export const goldenPathsApiRef = createApiRef<GoldenPathsApi>().with({
  id: 'plugin.golden-paths.client',
  pluginId: 'golden-paths',
});
