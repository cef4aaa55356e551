import type { ErrorListProps, FieldTemplateProps } from '@rjsf/utils';
import { RiErrorWarningLine } from '@remixicon/react';
import styles from './FormTemplates.module.css';

/** Where the focus goes when something is wrong. */
export const errorSummaryId = 'golden-path-errors';

/** Fields of our own say what is wrong themselves, at the place where the hint stands. */
function speaksForItself(field: unknown): boolean {
  return typeof field === 'string' && field.startsWith('Cairn');
}

/** One field: the control, and below it a line with its description or with what is wrong. */
export function FieldTemplate(props: FieldTemplateProps) {
  const { id, children, hidden, uiSchema, rawErrors = [], schema } = props;
  if (hidden) return <div hidden>{children}</div>;
  const field: unknown = uiSchema?.['ui:field'];
  const isGroup = id === 'root' || schema.type === 'object';
  if (isGroup || speaksForItself(field)) return <>{children}</>;
  const [problem] = rawErrors;
  // The fields of upstream write their own descriptions.
  const hint = field ? undefined : props.rawDescription;
  return (
    <div className={styles.field} id={`${id}-field`}>
      {children}
      {(problem || !field) && (
        <p
          className={styles.message}
          data-problem={Boolean(problem)}
          aria-live="polite"
        >
          {problem ?? hint}
        </p>
      )}
    </div>
  );
}

/** The errors are said at their fields. */
export function FieldErrorTemplate() {
  return null;
}

/** The label of a property, as the schema has it. */
function labelOf(props: ErrorListProps, property: string): string {
  const [name] = property.replace(/^\./, '').split('.');
  const field = props.schema.properties?.[name];
  return (typeof field === 'object' && field.title) || name;
}

/** Goes to the control of a property: by its id, or within the field that holds it. */
function goTo(property: string): void {
  const id = `root_${property.replace(/^\./, '').replaceAll('.', '_')}`;
  const found = document.getElementById(id);
  const control = found?.matches('input,textarea,button,select')
    ? found
    : found?.querySelector<HTMLElement>('input,textarea,button,select');
  control?.focus();
}

/** All that is wrong, on top, with the way to each field. */
export function ErrorListTemplate(props: ErrorListProps) {
  const { errors } = props;
  return (
    <div
      id={errorSummaryId}
      className={styles.summary}
      role="alert"
      aria-label="What is wrong with the answers"
      tabIndex={-1}
    >
      <RiErrorWarningLine size={20} aria-hidden />
      <div>
        <strong>
          {errors.length === 1
            ? 'One thing needs mending.'
            : `${errors.length} things need mending.`}
        </strong>
        <ul>
          {errors.map(({ property = '', message, stack }) => (
            <li key={stack}>
              <a
                href={`#root_${property.replace(/^\./, '')}`}
                onClick={event => {
                  event.preventDefault();
                  goTo(property);
                }}
              >
                {labelOf(props, property)}
              </a>
              : {message}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
