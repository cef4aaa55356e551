import type { ReactNode } from 'react';
import { Select } from '@backstage/ui';
import styles from './FormText.module.css';

/** One thing to choose. */
export interface FormOption {
  value: string;
  label: string;
}

interface FormSelectProps {
  id: string;
  label: string;
  secondaryLabel?: string;
  placeholder?: string;
  options: Array<FormOption | { title: string; options: FormOption[] }>;
  /** Nothing is chosen while it is undefined. */
  value: string | undefined;
  onChange: (value: string | undefined) => void;
  isRequired?: boolean;
  isDisabled?: boolean;
  problem?: string;
  /** Said in the place of the problem while there is none. */
  hint?: ReactNode;
}

/** One of a list, with one line below it that is always there, so that a message moves nothing. */
export function FormSelect(props: FormSelectProps) {
  const messageId = `${props.id}-message`;
  return (
    <div className={styles.field}>
      <Select
        id={props.id}
        label={props.label}
        secondaryLabel={props.secondaryLabel}
        size="medium"
        isRequired={props.isRequired}
        isDisabled={props.isDisabled}
        isInvalid={Boolean(props.problem)}
        validationBehavior="aria"
        aria-describedby={messageId}
        placeholder={props.placeholder}
        options={props.options}
        selectedKey={props.value ?? null}
        onSelectionChange={key =>
          props.onChange(key === null ? undefined : String(key))
        }
      />
      <p
        id={messageId}
        className={styles.message}
        data-problem={Boolean(props.problem)}
      >
        {props.problem ?? props.hint}
      </p>
    </div>
  );
}
