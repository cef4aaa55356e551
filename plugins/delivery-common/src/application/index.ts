export type { ArgoApplication, ArgoSource } from './ArgoApplication';
export { revisionNamesOf, sourcesOf } from './ArgoApplication';
export {
  readDeliveryDetail,
  readDeliverySummary,
  type DeliveryContext,
} from './readDelivery';
export { destinationOf } from './destinationOf';
export { DEFAULT_SILENT_AFTER } from './describeStaleness';
export { hasChanged } from './hasChanged';
