import { Button, SearchField, Select } from '@backstage/ui';
import { RiCloseLine, RiTeamLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import styles from './FilterBar.module.css';

interface FilterBarProps {
  /** What is filtered, as a person names it: `databases`. */
  of: string;
  /** Only what the person's teams own. */
  mine: boolean;
  onMine: (mine: boolean) => void;
  search: string;
  onSearch: (search: string) => void;
  /** The choices, each a {@link FilterChoice}. */
  children: ReactNode;
  freshness: ReactNode;
}

/** Whose, the choices of the list, words; and how fresh it is. */
export function FilterBar(props: FilterBarProps) {
  const { of, mine, onMine, search, onSearch, children, freshness } = props;
  return (
    <div className={styles.bar} role="search" aria-label={`Filter ${of}`}>
      <Button
        variant="secondary"
        size="small"
        iconStart={<RiTeamLine size={16} />}
        iconEnd={mine ? <RiCloseLine size={16} /> : undefined}
        aria-label={
          mine
            ? 'My teams, remove to see all teams'
            : 'All teams, choose to see only my teams'
        }
        onPress={() => onMine(!mine)}
      >
        {mine ? 'My teams' : 'All teams'}
      </Button>
      {children}
      <SearchField
        aria-label={`Search ${of}`}
        placeholder="Search"
        size="small"
        className={styles.search}
        value={search}
        onChange={onSearch}
      />
      <span className={styles.spring} />
      {freshness}
    </div>
  );
}

/** The value a select needs for "no filter"; it never reaches the address. */
const any = 'any';

interface FilterChoiceProps {
  label: string;
  /** What is said when nothing is chosen. */
  all: string;
  value: string | undefined;
  options: Array<{ value: string; label: string }>;
  onChange: (value: string | undefined) => void;
}

/** One choice of a {@link FilterBar}. */
export function FilterChoice(props: FilterChoiceProps) {
  return (
    <Select
      aria-label={props.label}
      size="small"
      className={styles.choice}
      options={[{ value: any, label: props.all }, ...props.options]}
      selectedKey={props.value ?? any}
      onSelectionChange={key =>
        props.onChange(key === any || key === null ? undefined : String(key))
      }
    />
  );
}
