import {
  appThemeApiRef,
  errorApiRef,
  identityApiRef,
  useApi,
} from '@backstage/core-plugin-api';
import { entityRouteParams } from '@backstage/plugin-catalog-react';
import {
  Button,
  Menu,
  MenuItem,
  MenuSection,
  MenuSeparator,
  MenuTrigger,
  VisuallyHidden,
} from '@backstage/ui';
import {
  RiCheckLine,
  RiComputerLine,
  RiLogoutBoxRLine,
  RiMoonLine,
  RiSettings3Line,
  RiSunLine,
  RiTeamLine,
} from '@remixicon/react';
import useObservable from 'react-use/esm/useObservable';
import { usePerson } from './usePerson';
import styles from './PersonMenu.module.css';

/** "Ada Okafor" becomes "AO". */
function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words[words.length - 1] : ''];
  return letters
    .map(word => word?.[0] ?? '')
    .join('')
    .toLocaleUpperCase('en-US');
}

function entityPath(ref: string): string {
  const { kind, namespace, name } = entityRouteParams(ref, {
    encodeParams: true,
  });
  return `/catalog/${namespace}/${kind}/${name}`;
}

/** The person's name, with their teams, the theme, settings and the way out. */
export function PersonMenu() {
  const person = usePerson();
  const identityApi = useApi(identityApiRef);
  const errorApi = useApi(errorApiRef);
  const themeApi = useApi(appThemeApiRef);
  const theme = useObservable(
    themeApi.activeThemeId$(),
    themeApi.getActiveThemeId(),
  );
  const name = person?.name ?? 'Signed in';
  const themes = [
    { id: undefined, label: 'As the system', icon: <RiComputerLine /> },
    { id: 'light', label: 'Light', icon: <RiSunLine /> },
    { id: 'dark', label: 'Dark', icon: <RiMoonLine /> },
  ];
  return (
    <MenuTrigger>
      <Button variant="tertiary" className={styles.trigger}>
        <span className={styles.initials} aria-hidden>
          {initialsOf(name)}
        </span>
        <span className={styles.who}>
          <span>{name}</span>
          <span className={styles.team}>
            {person?.teams.map(team => team.name).join(', ') || 'No team'}
          </span>
        </span>
        <VisuallyHidden>, your menu</VisuallyHidden>
      </Button>
      <Menu placement="top start">
        <MenuSection title="My teams">
          {person && person.teams.length > 0 ? (
            person.teams.map(team => (
              <MenuItem
                key={team.ref}
                id={team.ref}
                href={entityPath(team.ref)}
                iconStart={<RiTeamLine />}
              >
                {team.name}
              </MenuItem>
            ))
          ) : (
            <MenuItem id="no-team" href="/catalog?filters[kind]=group">
              You are in no team yet
            </MenuItem>
          )}
        </MenuSection>
        <MenuSection title="Theme">
          {themes.map(choice => (
            <MenuItem
              key={choice.label}
              id={`theme-${choice.id ?? 'system'}`}
              iconStart={theme === choice.id ? <RiCheckLine /> : choice.icon}
              onAction={() => themeApi.setActiveThemeId(choice.id)}
            >
              {theme === choice.id ? `${choice.label}, chosen` : choice.label}
            </MenuItem>
          ))}
        </MenuSection>
        <MenuSeparator />
        <MenuItem
          id="settings"
          href="/settings"
          iconStart={<RiSettings3Line />}
        >
          Settings
        </MenuItem>
        <MenuItem
          id="sign-out"
          iconStart={<RiLogoutBoxRLine />}
          onAction={() => {
            identityApi.signOut().catch((error: Error) => errorApi.post(error));
          }}
        >
          Sign out
        </MenuItem>
      </Menu>
    </MenuTrigger>
  );
}
