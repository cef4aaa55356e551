import { useEffect, useMemo, useRef, useState } from 'react';
import { useApiHolder } from '@backstage/frontend-plugin-api';
import type {
  FieldExtensionOptions,
  TemplateParameterSchema,
} from '@backstage/plugin-scaffolder-react';
import {
  Form,
  createAsyncValidators,
  useFormDataFromQuery,
  useTemplateSchema,
} from '@backstage/plugin-scaffolder-react/alpha';
import type { JsonObject, JsonValue } from '@backstage/types';
import { Button } from '@backstage/ui';
import { FailurePanel } from '@cairn/plugin-platform-react';
import type { ErrorSchema } from '@rjsf/utils';
import { customizeValidator } from '@rjsf/validator-ajv8';
import { changedAnswers } from './changedAnswers';
import { describeErrors } from './describeErrors';
import { formErrors } from './formErrors';
import {
  ErrorListTemplate,
  FieldErrorTemplate,
  FieldTemplate,
  errorSummaryId,
} from './FormTemplates';
import { StepList } from './StepList';
import styles from './PathForm.module.css';

const validator = customizeValidator();
const templates = { ErrorListTemplate, FieldErrorTemplate, FieldTemplate };

interface PathFormProps {
  manifest: TemplateParameterSchema;
  extensions: FieldExtensionOptions[];
  /** What the last button says. */
  createLabel: string;
  creating: boolean;
  /** Why the run could not be started. */
  failure: Error | undefined;
  /** Told of the answers as they are given. */
  onAnswers: (answers: JsonObject) => void;
  onCreate: (answers: Record<string, JsonValue>) => void;
}

function focusSummary() {
  // It is drawn by the time the handlers are done.
  setTimeout(() => document.getElementById(errorSummaryId)?.focus());
}

/** The steps of a golden path, one at a time. */
export function PathForm(props: PathFormProps) {
  const { extensions, manifest, onAnswers } = props;
  const apiHolder = useApiHolder();
  const { steps } = useTemplateSchema(manifest);
  const [initial] = useFormDataFromQuery();
  const [answers, setAnswers] = useState<Record<string, JsonValue>>(initial);
  const [at, setAt] = useState(0);
  const [errors, setErrors] = useState<ErrorSchema>();
  const [checking, setChecking] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const moved = useRef(false);
  const step = steps[at];
  const last = at === steps.length - 1;
  const fields = useMemo(
    () =>
      Object.fromEntries(
        extensions.map(({ name, component }) => [name, component]),
      ),
    [extensions],
  );
  const validate = useMemo(
    () =>
      createAsyncValidators(
        step.mergedSchema,
        Object.fromEntries(
          extensions.map(({ name, validation }) => [name, validation]),
        ),
        { apiHolder },
      ),
    [step, extensions, apiHolder],
  );
  useEffect(() => onAnswers(answers), [answers, onAnswers]);
  useEffect(() => {
    // Another step is another page to somebody who does not see it.
    if (moved.current) heading.current?.focus();
    moved.current = true;
  }, [at]);

  const goTo = (index: number) => {
    setErrors(undefined);
    setAt(index);
  };
  const finish = async (given: JsonObject) => {
    setChecking(true);
    setErrors(undefined);
    const found = formErrors(await validate(given));
    setChecking(false);
    const all = { ...answers, ...given } as Record<string, JsonValue>;
    if (found) {
      setErrors(found);
      focusSummary();
    } else if (last) {
      props.onCreate(all);
    } else {
      goTo(at + 1);
    }
  };

  return (
    <div className={styles.form}>
      <StepList
        titles={steps.map(({ title }) => title)}
        at={at}
        onGoTo={goTo}
      />
      <h2 className={styles.title} ref={heading} tabIndex={-1}>
        {step.title}
      </h2>
      {step.description && <p className={styles.about}>{step.description}</p>}
      {props.failure && (
        <FailurePanel
          title="It could not be started; nothing has been made."
          error={props.failure}
          advice="Your answers are kept. Try again in a moment."
        />
      )}
      <Form
        key={at}
        EXPERIMENTAL_theme="bui"
        validator={validator}
        schema={step.schema}
        uiSchema={step.uiSchema}
        fields={fields}
        templates={templates}
        formData={answers}
        formContext={{ formData: answers }}
        extraErrors={errors}
        showErrorList="top"
        noHtml5Validate
        transformErrors={describeErrors}
        experimental_defaultFormStateBehavior={{ allOf: 'populateDefaults' }}
        onChange={({ formData }) =>
          setAnswers(before => changedAnswers(before, formData))
        }
        onError={focusSummary}
        onSubmit={({ formData }) => finish(formData ?? {})}
      >
        <div className={styles.actions}>
          {at > 0 && (
            <Button
              variant="secondary"
              size="medium"
              onPress={() => goTo(at - 1)}
            >
              Back
            </Button>
          )}
          <Button
            type="submit"
            variant="primary"
            size="medium"
            isPending={checking || props.creating}
          >
            {last ? props.createLabel : 'Next'}
          </Button>
          {last && <span>It takes about half a minute.</span>}
        </div>
      </Form>
    </div>
  );
}
