import { useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import { searchApiRef } from '@backstage/plugin-search-react';
import { Link, SearchField } from '@backstage/ui';
import { EmptyState, FailurePanel, PageFrame } from '@cairn/plugin-claims';
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
      {results.length > 0 && (
        <ul className={styles.results} aria-label="Results">
          {results.map(({ type, document }) => (
            <li key={`${type} ${document.location}`} className={styles.result}>
              <div className={styles.main}>
                <Link
                  href={document.location}
                  className={styles.link}
                  standalone
                >
                  {document.title}
                </Link>
                <p className={styles.text}>{document.text}</p>
              </div>
              <span className={styles.type}>
                {kindOf(document) ?? typeNames[type] ?? type}
              </span>
            </li>
          ))}
        </ul>
      )}
    </PageFrame>
  );
}
