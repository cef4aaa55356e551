export {
  APP_NAME_ANNOTATION,
  APP_NAMESPACE_ANNOTATION,
  APP_SELECTOR_ANNOTATION,
  deliverySelector,
  isSelected,
} from './deliverySelector';
