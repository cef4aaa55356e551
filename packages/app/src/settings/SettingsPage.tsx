import { appThemeApiRef, useApi } from '@backstage/core-plugin-api';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  entityRouteParams,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { Link, Radio, RadioGroup } from '@backstage/ui';
import { Card, PageFrame } from '@cairn/plugin-platform-react';
import useObservable from 'react-use/esm/useObservable';
import { usePerson } from '../layout/usePerson';
import { FactList, type Fact } from '../parts/FactList';
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
  const teams = person?.teams.map((team, index) => (
    <span key={team.ref}>
      {index > 0 && ', '}
      <Link href={hrefOf(team.ref)}>{team.name}</Link>
    </span>
  ));
  const facts: Fact[] = [
    [
      'Name',
      person && (
        <Link key="name" href={hrefOf(person.userRef)}>
          {person.name}
        </Link>
      ),
    ],
    ['E-mail', person && (person.email ?? '–')],
    ['Teams', teams?.length === 0 ? 'None yet' : teams],
  ];
  return (
    <PageFrame
      title="Settings"
      sentence="Who you are to the portal, and how it looks."
    >
      <div className={styles.cards}>
        <Card title="You">
          <div className={styles.facts}>
            <FactList facts={facts} />
          </div>
          <p className={styles.note}>
            Name and teams come from the catalog. Ask the lead of a team to add
            you to it.
          </p>
        </Card>
        <Card title="Appearance">
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
        </Card>
      </div>
    </PageFrame>
  );
}
