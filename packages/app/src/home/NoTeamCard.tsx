import { ButtonLink } from '@backstage/ui';
import { RiTeamLine } from '@remixicon/react';
import styles from './NoTeamCard.module.css';

/** For a person whom no team has: what that means and how to get one. */
export function NoTeamCard() {
  return (
    <section className={styles.card} aria-label="How to get a team">
      <RiTeamLine size={20} aria-hidden />
      <div>
        <h2 className={styles.title}>You are in no team yet</h2>
        <p className={styles.text}>
          Services and databases belong to teams, so there is nothing of yours
          to show. Find your team in the catalog and ask its lead to add you;
          sign in again afterwards. You can look around meanwhile.
        </p>
        <ButtonLink
          variant="secondary"
          size="small"
          href="/catalog?filters[kind]=group&filters[user]=all"
        >
          Find a team
        </ButtonLink>
      </div>
    </section>
  );
}
