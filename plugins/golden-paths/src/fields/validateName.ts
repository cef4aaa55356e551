import type { CustomFieldValidator } from '@backstage/plugin-scaffolder-react';
import { goldenPathsApiRef } from '../api/GoldenPathsApi';
import { repositoryOf, textOf } from './fieldProps';

/** Refuses a name that is taken, before the next step. What cannot be asked now is asked by the run itself. */
export const validateName: CustomFieldValidator<string> = async (
  value,
  field,
  { apiHolder, formData },
) => {
  const api = apiHolder.get(goldenPathsApiRef);
  if (!api || !value) return;
  const owner = textOf(formData, 'owner');
  const repository = repositoryOf(formData);
  const report = await api
    .checkName({
      name: value.trim(),
      owner,
      repoHost: repository.host,
      repoOwner: repository.owner ?? owner,
    })
    .catch(() => undefined);
  const refusal = report?.checks.find(
    ({ verdict }) => verdict === 'taken' || verdict === 'invalid',
  );
  if (refusal) field.addError(refusal.message);
};
