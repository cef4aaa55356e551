export { useAddressFilters } from './useAddressFilters';
export { useDocumentTitle } from './useDocumentTitle';
export { useLive, type Live } from './useLive';
export { useMyTeams } from './useMyTeams';
export { useNow } from './useNow';
