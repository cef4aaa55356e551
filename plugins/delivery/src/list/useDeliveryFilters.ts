import { useAddressFilters } from '@cairn/plugin-platform-react';

/** What the address narrows the list to. */
export type FilterName = 'environment' | 'sync' | 'health' | 'q';

/** Filters of the list, kept in the address so that a view can be shared. */
export function useDeliveryFilters() {
  const { read, ...view } = useAddressFilters<FilterName>();
  const filters = {
    environment: read('environment'),
    sync: read('sync'),
    health: read('health'),
    q: read('q'),
  };
  return { ...view, filters, narrowed: Object.values(filters).some(Boolean) };
}
