import { appThemeApiRef, useApi } from '@backstage/core-plugin-api';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  entityRouteParams,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { Link, Radio, RadioGroup } from '@backstage/ui';
import { PageFrame } from '@cairn/plugin-claims';
import useObservable from 'react-use/esm/useObservable';
import { HomeCard } from '../home/HomeCard';
import { usePerson } from '../layout/usePerson';
import styles from './SettingsPage.module.css';

/** Stands for following the system, which the portal keeps as no choice at all. */
const asSystem = 'system';

/** Who the person is to the portal, and how it looks. */
export function SettingsPage() {
  const person = usePerson();
  const entityHref = useRouteRef(entityRouteRef);
  const themeApi = useApi(appThemeApiRef);
  const theme = useObservable(
    themeApi.activeThemeId$(),
    themeApi.getActiveThemeId(),
  );
  const hrefOf = (ref: string) => entityHref?.(entityRouteParams(ref)) ?? '';
  return (
    <PageFrame
      title="Settings"
      sentence="Who you are to the portal, and how it looks."
    >
      <div className={styles.cards}>
        <HomeCard title="You">
          <dl className={styles.facts}>
            <div>
              <dt>Name</dt>
              <dd>
                {person ? (
                  <Link href={hrefOf(person.userRef)}>{person.name}</Link>
                ) : (
                  '\u00a0'
                )}
              </dd>
            </div>
            <div>
              <dt>E-mail</dt>
              <dd>{person?.email ?? '–'}</dd>
            </div>
            <div>
              <dt>Teams</dt>
              <dd>
                {person?.teams.length === 0 && 'None yet'}
                {person?.teams.map((team, index) => (
                  <span key={team.ref}>
                    {index > 0 && ', '}
                    <Link href={hrefOf(team.ref)}>{team.name}</Link>
                  </span>
                ))}
              </dd>
            </div>
          </dl>
          <p className={styles.note}>
            Name and teams come from the catalog. Ask the lead of a team to add
            you to it.
          </p>
        </HomeCard>
        <HomeCard title="Appearance">
          <div className={styles.choice}>
            <RadioGroup
              label="Theme"
              value={theme ?? asSystem}
              onChange={value =>
                themeApi.setActiveThemeId(
                  value === asSystem ? undefined : value,
                )
              }
            >
              <Radio value={asSystem}>As the system</Radio>
              <Radio value="light">Light</Radio>
              <Radio value="dark">Dark</Radio>
            </RadioGroup>
          </div>
        </HomeCard>
      </div>
    </PageFrame>
  );
}
