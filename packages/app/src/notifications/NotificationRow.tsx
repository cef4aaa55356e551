import { Button, Link } from '@backstage/ui';
import { RelativeTime } from '@cairn/plugin-platform-react';
import { RiCheckLine, RiMailUnreadLine } from '@remixicon/react';
import type { NotificationItem } from './useNotifications';
import styles from './NotificationsPage.module.css';

/** Severities that are said; the others are the ordinary case. */
const severityWords: Partial<Record<string, string>> = {
  critical: 'Critical',
  high: 'Important',
};

interface NotificationRowProps {
  item: NotificationItem;
  onMark: (read: boolean) => void;
}

/** One notification: what happened, when, from which part of the portal. */
export function NotificationRow({ item, onMark }: NotificationRowProps) {
  const { title, description, link, severity } = item.payload;
  const unread = !item.read;
  const word = severityWords[severity ?? 'normal'];
  return (
    <li className={styles.row} data-unread={unread}>
      <span className={styles.dot} aria-hidden />
      <div className={styles.main}>
        <div className={styles.title}>
          {link ? (
            <Link href={link} standalone onClick={() => unread && onMark(true)}>
              {title}
            </Link>
          ) : (
            <span>{title}</span>
          )}
          {word && <span className={styles.severity}>{word}</span>}
        </div>
        {description && <p className={styles.description}>{description}</p>}
        <p className={styles.meta}>
          {unread ? 'Unread' : 'Read'} ·{' '}
          <RelativeTime instant={new Date(item.created).toISOString()} />
          {item.user ? '' : ' · to everyone'}
        </p>
      </div>
      <Button
        variant="tertiary"
        size="small"
        iconStart={
          unread ? <RiCheckLine size={16} /> : <RiMailUnreadLine size={16} />
        }
        aria-label={`${unread ? 'Mark as read' : 'Mark as unread'}: ${title}`}
        onPress={() => onMark(unread)}
      >
        {unread ? 'Mark as read' : 'Mark as unread'}
      </Button>
    </li>
  );
}
