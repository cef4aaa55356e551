import { PageFrame } from '@cairn/plugin-platform-react';
import { CheckText } from './CheckText';
import { RegisterAddress } from './RegisterAddress';
import styles from './RegisterPage.module.css';

/** What exists already comes into the catalog here; what is new begins at Create. */
export function RegisterPage() {
  return (
    <PageFrame
      title="Register what exists"
      sentence="Tell the catalog where a catalog-info.yaml is. It is read now, and again whenever it changes."
      back={{ href: '/catalog', label: 'Catalog' }}
    >
      <div className={styles.columns}>
        <RegisterAddress />
        <CheckText />
      </div>
    </PageFrame>
  );
}
