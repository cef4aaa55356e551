import { useState } from 'react';
import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink } from '@backstage/ui';
import type { UpdateResult } from '@cairn/plugin-golden-paths-common';
import {
  FailurePanel,
  SkeletonRows,
  countOf,
} from '@cairn/plugin-platform-react';
import useAsyncRetry from 'react-use/esm/useAsyncRetry';
import { goldenPathsApiRef } from '../api/GoldenPathsApi';
import { FileChanges } from './FileChanges';
import styles from './OriginCard.module.css';

interface UpdatePanelProps {
  entityRef: string;
  /** The version that would be brought. */
  newest: string;
}

function conflictWords(conflicts: number): string {
  if (conflicts === 0) {
    return 'Nothing of yours is in the way: local edits stay as they are.';
  }
  return `${countOf(
    conflicts,
    'file conflicts',
    'files conflict',
  )} with local edits: the pull request marks the places, and somebody has to decide.`;
}

/** What a newer version of the path would change here, and the pull request that brings it. */
export function UpdatePanel({ entityRef, newest }: UpdatePanelProps) {
  const goldenPathsApi = useApi(goldenPathsApiRef);
  const preview = useAsyncRetry(
    () => goldenPathsApi.previewUpdate(entityRef),
    [goldenPathsApi, entityRef],
  );
  const [opening, setOpening] = useState(false);
  const [result, setResult] = useState<UpdateResult>();
  const [failure, setFailure] = useState<Error>();
  const openPullRequest = async () => {
    setOpening(true);
    setFailure(undefined);
    try {
      setResult(await goldenPathsApi.openUpdate(entityRef, newest));
    } catch (caught) {
      setFailure(toError(caught));
    } finally {
      setOpening(false);
    }
  };
  if (preview.error) {
    return (
      <FailurePanel
        title="What would change could not be worked out."
        error={preview.error}
        onRetry={preview.retry}
      />
    );
  }
  if (!preview.value) {
    return (
      <SkeletonRows
        rows={3}
        height={32}
        label="Working out what would change"
      />
    );
  }
  const { files, conflicts, pullRequest: opened } = preview.value;
  const pullRequest = result?.pullRequest ?? opened;
  return (
    <div className={styles.update}>
      <p role="status">
        {`${countOf(files.length, 'file changes', 'files change')}. `}
        {conflictWords(conflicts)}
      </p>
      <FileChanges files={files} />
      {failure && (
        <FailurePanel
          title="The pull request was not opened."
          error={failure}
          advice="The repository is as it was."
        />
      )}
      {pullRequest ? (
        <ButtonLink variant="secondary" size="small" href={pullRequest.url}>
          {`Go to pull request ${pullRequest.number}`}
        </ButtonLink>
      ) : (
        <Button
          variant="primary"
          size="small"
          isPending={opening}
          onPress={openPullRequest}
        >
          Open a pull request
        </Button>
      )}
    </div>
  );
}
