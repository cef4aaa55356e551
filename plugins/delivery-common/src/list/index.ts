export {
  filterDeliveries,
  pageDeliveries,
  type DeliveryListFilter,
} from './deliveryList';
