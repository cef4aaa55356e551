import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  ButtonLink,
  Cell,
  Table,
  useBreakpoint,
  type ColumnConfig,
} from '@backstage/ui';
import type { Adoption } from '@cairn/plugin-golden-paths-common';
import {
  EmptyState,
  FailurePanel,
  PageFrame,
  SkeletonRows,
  countOf,
} from '@cairn/plugin-platform-react';
import type { ReactNode } from 'react';
import { formatDay } from '../create/formatDay';
import { usePaths, type KnownPath } from '../create/usePaths';
import { registerRouteRef, pathAdoptionRouteRef } from '../routes';
import styles from './AdoptionPage.module.css';

type Row = KnownPath & { id: string };

function column(
  id: string,
  label: string,
  width: ColumnConfig<Row>['width'],
  contentOf: (path: KnownPath) => ReactNode,
): ColumnConfig<Row> {
  return {
    id,
    label,
    width,
    isRowHeader: id === 'title',
    cell: path => (
      <Cell>
        <span className={styles.cell}>{contentOf(path)}</span>
      </Cell>
    ),
  };
}

function known(
  adoption: Adoption | undefined,
  value: keyof Adoption & ('services' | 'behind' | 'unknown'),
) {
  return adoption ? (
    adoption[value].toLocaleString('en-GB')
  ) : (
    <span title="Not known just now">–</span>
  );
}

/** How many services have each version, the newest first: `1.1.0 × 3, 1.0.0 × 12`. */
function versionsOf(adoption: Adoption | undefined): string {
  const versions = adoption?.versions ?? [];
  return (
    versions
      .map(({ version, services }) => `${version} × ${services}`)
      .join(', ') || '–'
  );
}

const columns = {
  title: column('title', 'Golden path', '2fr', path => path.title),
  version: column('version', 'Newest', 96, path => path.version ?? '–'),
  services: column('services', 'Services', 96, path =>
    known(path.adoption, 'services'),
  ),
  behind: column('behind', 'Behind', 96, path =>
    known(path.adoption, 'behind'),
  ),
  unknown: column('unknown', 'Unknown', 96, path =>
    known(path.adoption, 'unknown'),
  ),
  versions: column('versions', 'Versions in use', '2fr', path =>
    versionsOf(path.adoption),
  ),
  updated: column(
    'updated',
    'Updated',
    120,
    path => formatDay(path.updatedAt) ?? '–',
  ),
};

const wide = Object.values(columns);
const narrow = [columns.title, columns.services, columns.behind];

function sentenceOf(paths: KnownPath[]): string {
  const sum = (value: 'services' | 'behind') =>
    paths.reduce((total, { adoption }) => total + (adoption?.[value] ?? 0), 0);
  const services = sum('services');
  if (services === 0) {
    return `${countOf(
      paths.length,
      'golden path',
      'golden paths',
    )}, no service made from one yet.`;
  }
  return `${countOf(services, 'service', 'services')} from ${countOf(
    paths.length,
    'golden path',
    'golden paths',
  )}, ${countOf(sum('behind'), 'is', 'are')} behind.`;
}

/** For those who keep the paths: who uses them, and who has fallen behind. */
export function AdoptionPage() {
  const { value, error, loading, retry } = usePaths();
  const { up } = useBreakpoint();
  const pathHref = useRouteRef(pathAdoptionRouteRef);
  const registerHref = useRouteRef(registerRouteRef);
  const items = value?.items ?? [];
  return (
    <PageFrame
      title="Golden paths"
      sentence={value && !value.partial ? sentenceOf(items) : '\u00a0'}
      action={
        registerHref && (
          <ButtonLink variant="secondary" href={registerHref()}>
            Register what exists
          </ButtonLink>
        )
      }
    >
      {loading && !value && (
        <SkeletonRows rows={7} height={44} label="Loading golden paths" />
      )}
      {error && (
        <FailurePanel
          title="The golden paths could not be read."
          error={error}
          onRetry={retry}
        />
      )}
      {value?.partial && (
        <FailurePanel
          title="Who uses the paths could not be read."
          error={value.partial}
          advice="The paths themselves are listed from the catalog."
          onRetry={retry}
        />
      )}
      {value && (
        <div className={styles.table}>
          <Table
            aria-label="Golden paths"
            columnConfig={up('lg') ? wide : narrow}
            data={items.map(path => ({ ...path, id: path.ref }))}
            pagination={{ type: 'none' }}
            rowConfig={{
              getHref: ({ namespace, name }) =>
                pathHref?.({ namespace, name }) ?? '',
            }}
            emptyState={
              <EmptyState title="No golden paths yet.">
                They are Templates with the annotation
                cairn.dev/template-version.
              </EmptyState>
            }
          />
        </div>
      )}
    </PageFrame>
  );
}
