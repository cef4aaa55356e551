import { useApi } from '@backstage/frontend-plugin-api';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { goldenPathsApiRef } from '../api/GoldenPathsApi';

/** What workloads can ask the platform for. */
export function useProvisioners() {
  const goldenPathsApi = useApi(goldenPathsApiRef);
  return useAsyncRetry(
    () => goldenPathsApi.listProvisioners(),
    [goldenPathsApi],
  );
}
