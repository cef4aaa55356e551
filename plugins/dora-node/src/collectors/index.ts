export { createTranslationContext } from './createTranslationContext';
export {
  doraCollectorExtensionPoint,
  type DoraCollectorExtensionPoint,
} from './doraCollectorExtensionPoint';
export type {
  Directory,
  FactBatch,
  FactSink,
  RunningCollector,
  Translation,
  TranslationContext,
  Unmatched,
  WebhookCollector,
  WebhookDelivery,
} from './types';
