import { useCallback, useEffect, useRef } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  notificationsApiRef,
  type GetNotificationsResponse,
} from '@backstage/plugin-notifications';
import { signalApiRef } from '@backstage/plugin-signals-react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';

/** A notification as the backend sends it; its dates are RFC 3339 text, whatever the type says. */
export type NotificationItem =
  GetNotificationsResponse['notifications'][number];

/** Asked again this often, since a dropped connection does not say so, in milliseconds. */
const confirmEvery = 60_000;

/** Calls back when a notification came or was read, here or in another window. */
function useNotificationChanges(onChange: () => void): void {
  const signalApi = useApi(signalApiRef);
  useEffect(() => {
    const subscriber = signalApi.subscribe('notifications', onChange);
    const timer = setInterval(onChange, confirmEvery);
    return () => {
      clearInterval(timer);
      subscriber.unsubscribe();
    };
  }, [signalApi, onChange]);
}

/** How many notifications the person has not read; undefined until it is known. Live. */
export function useUnreadCount(): number | undefined {
  const notificationsApi = useApi(notificationsApiRef);
  const { value, retry } = useAsyncRetry(
    () => notificationsApi.getStatus(),
    [notificationsApi],
  );
  useNotificationChanges(retry);
  const last = useRef<number>();
  if (value) last.current = value.unread;
  return last.current;
}

/**
 * The newest notifications, live.
 *
 * @param unreadOnly - leaves out what has been read
 * @param limit - how many at most
 */
export function useNotifications(unreadOnly: boolean, limit: number) {
  const notificationsApi = useApi(notificationsApiRef);
  const answer = useAsyncRetry(
    () =>
      notificationsApi.getNotifications({
        limit,
        sort: 'created',
        sortOrder: 'desc',
        ...(unreadOnly && { read: false }),
      }),
    [notificationsApi, unreadOnly, limit],
  );
  const { retry } = answer;
  useNotificationChanges(retry);
  const mark = useCallback(
    async (ids: string[], read: boolean) => {
      await notificationsApi.updateNotifications({ ids, read });
      retry();
    },
    [notificationsApi, retry],
  );
  return { ...answer, mark };
}
