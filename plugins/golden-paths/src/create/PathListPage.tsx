import { useDeferredValue } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Button, SearchField } from '@backstage/ui';
import {
  EmptyState,
  FailurePanel,
  FilterChoice,
  PageFrame,
  SkeletonRows,
  countOf,
} from '@cairn/plugin-platform-react';
import { useAddressFilters } from '@cairn/plugin-platform-react';
import { adoptionRouteRef } from '../routes';
import { usePageLinks } from './pageLinks';
import { filterPaths, languagesOf } from './filterPaths';
import { PathCard } from './PathCard';
import { usePaths } from './usePaths';
import styles from './PathListPage.module.css';

/** Where something new begins: the golden paths. */
export function PathListPage() {
  const { value, error, loading, retry } = usePaths();
  const links = usePageLinks();
  const adoption = useRouteRef(adoptionRouteRef)?.();
  const filters = useAddressFilters<'q' | 'language'>();
  const words = filters.read('q') ?? '';
  const language = filters.read('language');
  const searched = useDeferredValue(words);
  const paths = value?.items ?? [];
  const shown = filterPaths(paths, { words: searched, language });
  const sentence = () => {
    if (error) return 'The golden paths could not be read.';
    if (!value) return '\u00a0';
    if (paths.length === 0) return 'There is no golden path yet.';
    return `${countOf(
      paths.length,
      'golden path',
      'golden paths',
    )}. Each makes a repository that builds, tests and deploys itself.`;
  };
  return (
    <PageFrame
      title="Create"
      sentence={sentence()}
      action={
        <div className={styles.actions}>
          {adoption && (
            <ButtonLink variant="secondary" href={adoption}>
              Who uses them
            </ButtonLink>
          )}
          <ButtonLink variant="secondary" href={links.tasks}>
            Earlier runs
          </ButtonLink>
        </div>
      }
    >
      <div
        className={styles.bar}
        role="search"
        aria-label="Filter golden paths"
      >
        <SearchField
          aria-label="Search golden paths"
          placeholder="Search"
          size="small"
          className={styles.search}
          value={words}
          onChange={text => filters.set('q', text || undefined)}
        />
        <FilterChoice
          label="Language"
          all="All languages"
          value={language}
          options={languagesOf(paths).map(option => ({
            value: option,
            label: option,
          }))}
          onChange={option => filters.set('language', option)}
        />
      </div>
      {value?.partial && (
        <p className={styles.partial} role="status">
          Who uses the paths is not known just now, as that part of the portal
          does not answer. The paths themselves work.
        </p>
      )}
      {loading && !value && (
        <SkeletonRows rows={4} height={196} label="Loading golden paths" />
      )}
      {error && (
        <FailurePanel
          title="The golden paths could not be read."
          error={error}
          onRetry={retry}
        />
      )}
      {value && paths.length === 0 && (
        <EmptyState title="No golden paths yet.">
          The platform team registers them in the catalog, as Templates.
        </EmptyState>
      )}
      {paths.length > 0 && shown.length === 0 && (
        <EmptyState
          title="No golden path matches."
          action={
            <Button variant="secondary" onPress={filters.clear}>
              Show all
            </Button>
          }
        >
          Try another word, or another language.
        </EmptyState>
      )}
      {shown.length > 0 && (
        <ul className={styles.list} aria-label="Golden paths">
          {shown.map(path => (
            <PathCard key={path.ref} path={path} href={links.form(path)} />
          ))}
        </ul>
      )}
    </PageFrame>
  );
}
