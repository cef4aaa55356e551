import type { ReactNode } from 'react';
import { TextField } from '@backstage/ui';
import styles from './FormText.module.css';

interface FormTextProps {
  id: string;
  label: string;
  description?: string;
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  isRequired?: boolean;
  isDisabled?: boolean;
  inputMode?: 'numeric' | 'text';
  placeholder?: string;
  problem?: ReactNode;
  /** Said in the place of the problem while there is none. */
  hint?: ReactNode;
}

/** A text field with one line below it that is always there, so that a message moves nothing. */
export function FormText(props: FormTextProps) {
  const messageId = `${props.id}-message`;
  return (
    <div className={styles.field}>
      <TextField
        id={props.id}
        label={props.label}
        description={props.description}
        value={props.value}
        onChange={props.onChange}
        onBlur={props.onBlur}
        isRequired={props.isRequired}
        isDisabled={props.isDisabled}
        isInvalid={Boolean(props.problem)}
        inputMode={props.inputMode}
        placeholder={props.placeholder}
        validationBehavior="aria"
        autoComplete="off"
        spellCheck="false"
        aria-describedby={messageId}
      />
      <p
        id={messageId}
        className={styles.message}
        data-problem={Boolean(props.problem)}
        aria-live="polite"
      >
        {props.problem ?? props.hint}
      </p>
    </div>
  );
}
