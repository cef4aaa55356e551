//

export * from '../models/Adoption.model';
export * from '../models/CatalogEntitySummary.model';
export * from '../models/CatalogProblem.model';
export * from '../models/CatalogReport.model';
export * from '../models/CatalogValidation.model';
export * from '../models/ErrorError.model';
export * from '../models/FileChange.model';
export * from '../models/GoldenPath.model';
export * from '../models/GoldenPathList.model';
export * from '../models/ModelError.model';
export * from '../models/NameCheck.model';
export * from '../models/NameReport.model';
export * from '../models/NameVerdict.model';
export * from '../models/ProvisionerList.model';
export * from '../models/RepositoryRef.model';
export * from '../models/ScaffoldedService.model';
export * from '../models/ScaffoldedServiceList.model';
export * from '../models/TemplateRef.model';
export * from '../models/UpdatePreview.model';
export * from '../models/UpdatePullRequest.model';
export * from '../models/UpdateRequest.model';
export * from '../models/UpdateResult.model';
export * from '../models/UpdateStatus.model';
export * from '../models/VersionCount.model';
export * from '../models/VersionState.model';
