//

export * from '../models/ClaimDetail.model';
export * from '../models/ClaimDetailAllOfPermissions.model';
export * from '../models/ClaimEvent.model';
export * from '../models/ClaimEventRegarding.model';
export * from '../models/ClaimList.model';
export * from '../models/ClaimRef.model';
export * from '../models/ClaimRequest.model';
export * from '../models/ClaimSummary.model';
export * from '../models/ClaimWarning.model';
export * from '../models/ComposedResource.model';
export * from '../models/Condition.model';
export * from '../models/ConnectionInfo.model';
export * from '../models/ErrorError.model';
export * from '../models/FieldProblem.model';
export * from '../models/ModelError.model';
export * from '../models/NameAvailability.model';
export * from '../models/Offering.model';
export * from '../models/OfferingList.model';
export * from '../models/Preflight.model';
export * from '../models/PreflightCheck.model';
export * from '../models/RequestTargets.model';
export * from '../models/SourceHealth.model';
export * from '../models/State.model';
export * from '../models/StateDescription.model';
export * from '../models/TenantNamespace.model';
export * from '../models/TimelineStep.model';
