import { useState, type FormEvent } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { ClaimDetail } from '@cairn/plugin-claims-common';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  TextField,
} from '@backstage/ui';
import { FailurePanel } from '@cairn/plugin-platform-react';
import { claimsApiRef } from '../api/ClaimsApi';
import { engineName } from '../format/claimWords';
import styles from './DeleteDialog.module.css';

interface DeleteDialogProps {
  claim: ClaimDetail;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onDeleted: () => void;
}

/** Asks for the name before anything is lost, and says what would be lost. */
export function DeleteDialog(props: DeleteDialogProps) {
  const { claim } = props;
  const claimsApi = useApi(claimsApiRef);
  const [typed, setTyped] = useState('');
  const [deleting, setDeleting] = useState(false);
  const [error, setError] = useState<Error>();
  const confirmed = typed.trim() === claim.name;

  const onOpenChange = (open: boolean) => {
    if (!open) {
      setTyped('');
      setError(undefined);
    }
    props.onOpenChange(open);
  };
  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    if (!confirmed || deleting) return;
    setDeleting(true);
    setError(undefined);
    try {
      await claimsApi.deleteClaim(claim, claim.uid);
      onOpenChange(false);
      props.onDeleted();
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
    } finally {
      setDeleting(false);
    }
  };

  return (
    <Dialog
      isOpen={props.open}
      onOpenChange={onOpenChange}
      width={480}
      isDismissable={!deleting}
    >
      <DialogHeader>{`Delete ${claim.name}?`}</DialogHeader>
      <form onSubmit={onSubmit}>
        <DialogBody>
          <p className={styles.lead}>
            This is lost, and cannot be brought back:
          </p>
          <ul className={styles.losses}>
            <li>
              the {engineName(claim.spec.engine)} database{' '}
              <strong>{claim.name}</strong> in {claim.namespace} with all its
              data
            </li>
            <li>its login; whatever still uses it stops working</li>
            {claim.connection && (
              <li>
                the Secret <code>{claim.connection.secretName}</code>
              </li>
            )}
          </ul>
          <TextField
            label={`Type ${claim.name} to confirm`}
            value={typed}
            onChange={setTyped}
            autoComplete="off"
            spellCheck="false"
          />
          {error && (
            <div className={styles.error}>
              <FailurePanel
                title="The database was not deleted."
                advice="Nothing has changed. Try again, or tell the platform team."
                error={error}
              />
            </div>
          )}
        </DialogBody>
        <DialogFooter>
          <Button
            variant="primary"
            destructive
            type="submit"
            isDisabled={!confirmed}
            isPending={deleting}
          >
            Delete database
          </Button>
          <Button variant="secondary" onPress={() => onOpenChange(false)}>
            Keep it
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
