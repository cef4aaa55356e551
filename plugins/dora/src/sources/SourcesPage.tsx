import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import {
  CopyButton,
  EmptyState,
  FailurePanel,
  Freshness,
  PageFrame,
  Panel,
  RelativeTime,
  SkeletonRows,
  countOf,
  formatDuration,
  isForbidden,
  useLive,
} from '@cairn/plugin-platform-react';
import { Button } from '@backstage/ui';
import { useState } from 'react';
import { doraApiRef } from '../api/DoraApi';
import type { Source } from '../api/types';
import { rootRouteRef } from '../routes';
import { CHANNEL } from '../view/useScopeMetrics';
import tableStyles from '../metric/PlainTable.module.css';
import styles from './SourcesPage.module.css';
import { PlainTable } from '../metric/PlainTable';

const states: Record<Source['state'], string> = {
  receiving: 'Receiving',
  silent: 'Silent for long',
  waiting: 'Nothing came yet',
  'not-configured': 'Not set up',
};

function sentenceOf(sources: Source[]): string {
  const receiving = sources.filter(({ state }) => state === 'receiving').length;
  const unmatched = sources.reduce(
    (sum, each) => sum + each.unmatched.length,
    0,
  );
  return [
    `${receiving} of ${countOf(
      sources.length,
      'source',
      'sources',
    )} tell of deliveries.`,
    unmatched > 0 &&
      `${countOf(
        unmatched,
        'thing',
        'things',
      )} could not be matched to a component.`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** More than this many are folded. */
const FEW = 5;

function Unmatched({ source }: { source: Source }) {
  const [isOpen, setIsOpen] = useState(false);
  const { unmatched, title } = source;
  const shown = isOpen ? unmatched : unmatched.slice(0, FEW);
  return (
    <>
      <PlainTable
        label={`What of ${title} could not be matched`}
        columns={['What', 'How often', 'Why', 'Mend']}
      >
        {shown.map(each => (
          <tr key={`${each.reason}/${each.subject}`}>
            <td className={tableStyles.code}>{each.subject}</td>
            <td>{each.count.toLocaleString('en-GB')}</td>
            <td>{each.detail}</td>
            <td>{each.mend}</td>
          </tr>
        ))}
      </PlainTable>
      {unmatched.length > shown.length && (
        <Button variant="tertiary" size="small" onPress={() => setIsOpen(true)}>
          {`Show all ${unmatched.length}`}
        </Button>
      )}
    </>
  );
}

function SourcePanel({ source }: { source: Source }) {
  const { poison, refused, duplicates } = source;
  return (
    <Panel title={source.title}>
      <p className={styles.facts}>
        <span className={styles.state} data-state={source.state}>
          {states[source.state]}
        </span>
        {source.lastEventAt && (
          <span>
            last event <RelativeTime instant={source.lastEventAt} />
          </span>
        )}
        {source.lagSeconds !== undefined && (
          <span>{formatDuration(source.lagSeconds * 1000)} on its way</span>
        )}
        <span>{countOf(source.facts, 'fact', 'facts')}</span>
        {duplicates > 0 && (
          <span>{countOf(duplicates, 'repetition', 'repetitions')}</span>
        )}
        {refused > 0 && (
          <span>{countOf(refused, 'delivery', 'deliveries')} refused</span>
        )}
        {poison > 0 && <span>{poison} could not be read</span>}
      </p>
      {source.address && (
        <p className={styles.address}>
          <span>Webhooks go to</span>
          <code className={tableStyles.code}>{source.address}</code>
          <CopyButton
            compact
            text={source.address}
            label={`Copy the address for ${source.title}`}
          />
        </p>
      )}
      {source.mend && <p>{source.mend}</p>}
      {source.unmatched.length > 0 && <Unmatched source={source} />}
    </Panel>
  );
}

/** What tells of deliveries, how it is doing, and what could not be matched. */
export function SourcesPage() {
  const api = useApi(doraApiRef);
  const rootHref = useRouteRef(rootRouteRef)?.() ?? '';
  const live = useLive({
    key: 'sources',
    channel: CHANNEL,
    concerns: () => true,
    load: () => api.listSources(),
  });
  const mayNot = isForbidden(live.error);
  const items = live.value?.items;
  return (
    <PageFrame
      title="Where the numbers come from"
      sentence={items ? sentenceOf(items) : undefined}
      back={{ href: rootHref, label: 'Delivery performance' }}
      badge={
        <Freshness
          asOf={live.asOf}
          sources={[]}
          failing={Boolean(live.error)}
        />
      }
    >
      {mayNot && (
        <EmptyState title="The platform team looks after the sources.">
          You can see this when you belong to it. Tell it when something of
          yours is missing in the numbers.
        </EmptyState>
      )}
      {live.error && !mayNot && (
        <FailurePanel
          title="The sources could not be read."
          error={live.error}
          onRetry={live.reload}
        />
      )}
      {live.loading && (
        <SkeletonRows rows={4} height={96} label="Loading the sources" />
      )}
      {items?.map(source => (
        <SourcePanel key={source.collector} source={source} />
      ))}
      {items?.length === 0 && (
        <EmptyState title="No source is installed.">
          Sources are modules of the backend: Argo CD, GitHub, GitLab, Gitea,
          Alertmanager, PagerDuty, CDEvents.
        </EmptyState>
      )}
    </PageFrame>
  );
}
