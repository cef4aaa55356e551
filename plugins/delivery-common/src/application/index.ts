export {
  readDeliveryDetail,
  readDeliverySummary,
  type DeliveryContext,
} from './readDelivery';
export { DEFAULT_SILENT_AFTER } from './describeStaleness';
export { hasChanged } from './hasChanged';
