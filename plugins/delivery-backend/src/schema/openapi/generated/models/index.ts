//

export * from '../models/DeliveryDetail.model';
export * from '../models/DeliveryDetailAllOfConditions.model';
export * from '../models/DeliveryDetailAllOfFollows.model';
export * from '../models/DeliveryHistoryEntry.model';
export * from '../models/DeliveryList.model';
export * from '../models/DeliveryOperation.model';
export * from '../models/DeliveryResource.model';
export * from '../models/DeliverySummary.model';
export * from '../models/DeliverySummaryDestination.model';
export * from '../models/DeliverySummaryStale.model';
export * from '../models/EntityDelivery.model';
export * from '../models/EntityDeliverySelector.model';
export * from '../models/ErrorError.model';
export * from '../models/ModelError.model';
export * from '../models/Revision.model';
export * from '../models/SourceHealth.model';
export * from '../models/State.model';
export * from '../models/StateDescription.model';
