import { useState } from 'react';
import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';

/** Stopping a run, and trying it again. */
export interface RunActions {
  cancel: () => void;
  retry: () => void;
  /** Which of them is on its way. */
  pending: 'cancel' | 'retry' | undefined;
  /** Why the last one did not work. */
  error: Error | undefined;
}

/**
 * What can be done with a run.
 *
 * @param onRetried - called when it runs again, to follow it from the beginning
 */
export function useRunActions(
  taskId: string,
  onRetried: () => void,
): RunActions {
  const scaffolderApi = useApi(scaffolderApiRef);
  const [pending, setPending] = useState<RunActions['pending']>();
  const [error, setError] = useState<Error>();
  const attempt = async (
    kind: 'cancel' | 'retry',
    call: () => Promise<unknown>,
  ) => {
    setPending(kind);
    setError(undefined);
    try {
      await call();
      if (kind === 'retry') onRetried();
    } catch (caught) {
      setError(toError(caught));
    } finally {
      setPending(undefined);
    }
  };
  return {
    cancel: () => attempt('cancel', () => scaffolderApi.cancelTask(taskId)),
    retry: () =>
      attempt('retry', async () => {
        await scaffolderApi.retry?.(taskId);
      }),
    pending,
    error,
  };
}
