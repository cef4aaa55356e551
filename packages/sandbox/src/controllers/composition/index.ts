export {
  startCompositionController,
  type CompositionController,
  type CompositionControllerOptions,
} from './startCompositionController';
