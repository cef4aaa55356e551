import { useState } from 'react';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import {
  SecretsContextProvider,
  scaffolderApiRef,
  type FieldExtensionOptions,
  type TemplateParameterSchema,
} from '@backstage/plugin-scaffolder-react';
import { formFieldsApiRef } from '@backstage/plugin-scaffolder-react/alpha';
import type { JsonObject, JsonValue } from '@backstage/types';
import {
  FailurePanel,
  PageFrame,
  SkeletonRows,
  isNotFound,
} from '@cairn/plugin-platform-react';
import { useNavigate, useParams } from 'react-router-dom';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { usePageLinks } from '../create/pageLinks';
import { PathForm } from './PathForm';
import { nounOf } from './nounOf';
import { WhatWillHappen } from './WhatWillHappen';
import styles from './PathFormPage.module.css';

/** What the form is made from. */
interface FormParts {
  manifest: TemplateParameterSchema;
  template: Entity | undefined;
  extensions: FieldExtensionOptions[];
}

/** Fields come without a type of their own; what has a name and a component is one. */
function isExtension(value: unknown): value is FieldExtensionOptions {
  const field = value as Partial<FieldExtensionOptions> | undefined;
  return (
    typeof field?.name === 'string' && typeof field.component === 'function'
  );
}

function useFormParts(templateRef: string) {
  const scaffolderApi = useApi(scaffolderApiRef);
  const catalogApi = useApi(catalogApiRef);
  const formFieldsApi = useApi(formFieldsApiRef);
  return useAsyncRetry(async (): Promise<FormParts> => {
    const [manifest, template, fields] = await Promise.all([
      scaffolderApi.getTemplateParameterSchema(templateRef),
      // Without it the side says less, the form works.
      catalogApi.getEntityByRef(templateRef).catch(() => undefined),
      formFieldsApi.loadFormFields(),
    ]);
    const known: unknown[] = fields;
    return { manifest, template, extensions: known.filter(isExtension) };
  }, [scaffolderApi, catalogApi, formFieldsApi, templateRef]);
}

/** Sends the answers off, and goes to the page of the run. */
function useCreate(templateRef: string) {
  const scaffolderApi = useApi(scaffolderApiRef);
  const links = usePageLinks();
  const navigate = useNavigate();
  const [creating, setCreating] = useState(false);
  const [error, setError] = useState<Error>();
  const create = async (values: Record<string, JsonValue>) => {
    setCreating(true);
    setError(undefined);
    try {
      const { taskId } = await scaffolderApi.scaffold({ templateRef, values });
      navigate(links.run(taskId));
    } catch (caught) {
      setError(toError(caught));
      setCreating(false);
    }
  };
  return { create, creating, error };
}

/** The form of one golden path: the answers, and beside them what will happen. */
export function PathFormPage() {
  const { namespace = 'default', templateName = '' } = useParams();
  const templateRef = stringifyEntityRef({
    kind: 'Template',
    namespace,
    name: templateName,
  });
  const links = usePageLinks();
  const { value, error, loading, retry } = useFormParts(templateRef);
  const creation = useCreate(templateRef);
  const [answers, setAnswers] = useState<JsonObject>({});
  const back = { href: links.list, label: 'Create' };

  if (error && isNotFound(error)) {
    return (
      <PageFrame
        title="There is no such golden path"
        sentence="It may have been renamed or withdrawn. Create shows the ones there are."
        back={back}
      >
        {null}
      </PageFrame>
    );
  }
  const noun = nounOf(value?.template);
  return (
    <PageFrame
      title={value?.manifest.title ?? '\u00a0'}
      sentence={value?.manifest.description ?? '\u00a0'}
      back={back}
    >
      {error && (
        <FailurePanel
          title="The form could not be made."
          error={error}
          onRetry={retry}
        />
      )}
      {loading && !value && (
        <SkeletonRows rows={5} height={72} label="Loading the form" />
      )}
      {value && (
        <SecretsContextProvider>
          <div className={styles.columns}>
            <PathForm
              manifest={value.manifest}
              extensions={value.extensions}
              createLabel={`Create ${noun}`}
              creating={creation.creating}
              failure={creation.error}
              onAnswers={setAnswers}
              onCreate={creation.create}
            />
            <div className={styles.side}>
              <WhatWillHappen
                template={value.template}
                answers={answers}
                noun={noun}
              />
            </div>
          </div>
        </SecretsContextProvider>
      )}
    </PageFrame>
  );
}
