import { useState } from 'react';
import { Button, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import {
  EmptyState,
  FailurePanel,
  PageFrame,
  SkeletonRows,
} from '@cairn/plugin-platform-react';
import { RiCheckDoubleLine } from '@remixicon/react';
import { useSearchParams } from 'react-router-dom';
import { NotificationRow } from './NotificationRow';
import { useNotifications, useUnreadCount } from './useNotifications';
import styles from './NotificationsPage.module.css';

/** How many are shown at first, and how many more each time. */
const step = 50;

function sentenceFor(unread: number | undefined): string {
  if (unread === undefined) return '';
  if (unread === 0) return 'You have read everything.';
  return `${unread.toLocaleString('en-GB')} unread.`;
}

/** What the portal has told the person, newest first. */
export function NotificationsPage() {
  const [params, setParams] = useSearchParams();
  const unreadOnly = params.get('show') !== 'all';
  const [limit, setLimit] = useState(step);
  const [failure, setFailure] = useState<Error>();
  const unread = useUnreadCount();
  const { value, error, retry, mark } = useNotifications(unreadOnly, limit);
  const items = value?.notifications ?? [];
  const unreadIds = items.filter(item => !item.read).map(item => item.id);
  const change = (ids: string[], read: boolean) => {
    setFailure(undefined);
    mark(ids, read).catch(setFailure);
  };
  return (
    <PageFrame
      title="Notifications"
      sentence={sentenceFor(unread)}
      action={
        unreadIds.length > 0 && (
          <Button
            variant="secondary"
            iconStart={<RiCheckDoubleLine size={16} />}
            onPress={() => change(unreadIds, true)}
          >
            Mark all as read
          </Button>
        )
      }
    >
      <div className={styles.bar}>
        <ToggleButtonGroup
          aria-label="Which notifications"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[unreadOnly ? 'unread' : 'all']}
          onSelectionChange={keys =>
            setParams(keys.has('all') ? { show: 'all' } : {}, { replace: true })
          }
        >
          <ToggleButton id="unread">Unread</ToggleButton>
          <ToggleButton id="all">All</ToggleButton>
        </ToggleButtonGroup>
      </div>
      {failure && (
        <FailurePanel
          title="The change could not be kept."
          error={failure}
          onRetry={retry}
        />
      )}
      {error && (
        <FailurePanel
          title="Your notifications could not be read."
          error={error}
          onRetry={retry}
        />
      )}
      {!value && !error && (
        <SkeletonRows rows={5} height={88} label="Loading notifications" />
      )}
      {value && items.length === 0 && (
        <div className={styles.list}>
          <EmptyState
            title={unreadOnly ? 'Nothing new.' : 'No notifications yet.'}
            action={
              unreadOnly && (
                <Button
                  variant="secondary"
                  onPress={() => setParams({ show: 'all' })}
                >
                  Show all
                </Button>
              )
            }
          >
            When something you asked for is ready, or needs you, it is told
            here.
          </EmptyState>
        </div>
      )}
      {items.length > 0 && (
        <ul className={styles.list} aria-label="Notifications">
          {items.map(item => (
            <NotificationRow
              key={item.id}
              item={item}
              onMark={read => change([item.id], read)}
            />
          ))}
        </ul>
      )}
      {value && value.totalCount > items.length && (
        <div className={styles.more}>
          <Button variant="secondary" onPress={() => setLimit(limit + step)}>
            Show more
          </Button>
          <span>
            {items.length.toLocaleString('en-GB')} of{' '}
            {value.totalCount.toLocaleString('en-GB')}
          </span>
        </div>
      )}
    </PageFrame>
  );
}
