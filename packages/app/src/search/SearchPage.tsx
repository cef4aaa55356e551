import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { searchApiRef } from '@backstage/plugin-search-react';
import { SearchField } from '@backstage/ui';
import {
  Card,
  CardRow,
  CardRows,
  EmptyState,
  FailurePanel,
  PageFrame,
} from '@cairn/plugin-platform-react';
import { useSearchParams } from 'react-router-dom';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import useDebounce from 'react-use/esm/useDebounce';
import styles from './SearchPage.module.css';

/** How long typing must pause before it is searched for, in milliseconds. */
const pauseFor = 200;
const shownAtMost = 25;

/** Kinds of results, as people say them. */
const typeNames: Record<string, string> = {
  'software-catalog': 'Catalog',
  techdocs: 'Docs',
};

/** For those who do not know what it is called. */
const lists = [
  {
    href: '/catalog?teams=all',
    title: 'Services and other components',
    text: 'Everything the organisation runs, with its owner.',
  },
  {
    href: '/api-docs?teams=all',
    title: 'APIs',
    text: 'What other teams offer, with its definition.',
  },
  {
    href: '/catalog?kind=Group',
    title: 'Teams',
    text: 'Who owns what, and who belongs to whom.',
  },
  {
    href: '/docs',
    title: 'Docs',
    text: 'Documents that live beside the code they describe.',
  },
];

/** The kind of an entity where the document names one: "Component". */
function kindOf(document: object): string | undefined {
  const { kind } = document as { kind?: unknown };
  return typeof kind === 'string' ? kind : undefined;
}

/** One field for everything that has a name. */
export function SearchPage() {
  const searchApi = useApi(searchApiRef);
  const [params, setParams] = useSearchParams();
  const term = params.get('query') ?? '';
  const [typed, setTyped] = useState(term);
  useDebounce(
    () => {
      if (typed !== term) {
        setParams(typed ? { query: typed } : {}, { replace: true });
      }
    },
    pauseFor,
    [typed],
  );
  const { value, error, loading, retry } = useAsyncRetry(
    async () =>
      term.trim()
        ? searchApi.query({ term, pageLimit: shownAtMost })
        : undefined,
    [searchApi, term],
  );
  const results = value?.results ?? [];
  const total = value?.numberOfResults ?? results.length;
  const sentence = () => {
    if (!term.trim()) return 'Services, APIs, people, teams and documents.';
    if (!value) return loading ? 'Searching…' : '';
    if (total === 0) return 'Nothing found.';
    return `${total.toLocaleString('en-GB')} found${
      total > results.length ? `, the best ${results.length} shown` : ''
    }.`;
  };
  return (
    <PageFrame
      title="Search"
      sentence={<span role="status">{sentence()}</span>}
    >
      <SearchField
        aria-label="Search the portal"
        placeholder="Search"
        // The person came here to type.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        value={typed}
        onChange={setTyped}
        className={styles.field}
      />
      {error && (
        <FailurePanel
          title="The search did not answer."
          error={error}
          onRetry={retry}
        />
      )}
      {value && results.length === 0 && (
        <EmptyState title={`Nothing is called “${term}”.`}>
          Try fewer or other words. What is new is found after a few minutes.
        </EmptyState>
      )}
      {!term.trim() && (
        <Card title="Or start from a list">
          <CardRows>
            {lists.map(list => (
              <CardRow key={list.href} {...list} />
            ))}
          </CardRows>
        </Card>
      )}
      {results.length > 0 && (
        <Card title="Results" untitled>
          <CardRows label="Results">
            {results.map(({ type, document }) => (
              <CardRow
                key={`${type} ${document.location}`}
                href={document.location}
                title={document.title}
                text={<p className={styles.text}>{document.text}</p>}
                aside={kindOf(document) ?? typeNames[type] ?? type}
              />
            ))}
          </CardRows>
        </Card>
      )}
    </PageFrame>
  );
}
