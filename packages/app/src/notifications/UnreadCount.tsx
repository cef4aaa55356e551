import { VisuallyHidden } from '@backstage/ui';
import { useUnreadCount } from './useNotifications';
import styles from './UnreadCount.module.css';

/** More than this is told as "99+". */
const toldAtMost = 99;

/** How many notifications are unread, beside the entry of the navigation; nothing when none is. */
export function UnreadCount() {
  const unread = useUnreadCount();
  if (!unread) return <></>;
  return (
    <span className={styles.count}>
      {unread > toldAtMost ? `${toldAtMost}+` : unread}
      <VisuallyHidden> unread</VisuallyHidden>
    </span>
  );
}
