import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Radio,
  RadioGroup,
  TextField,
} from '@backstage/ui';
import { FailurePanel, refName } from '@cairn/plugin-platform-react';
import { useState, type FormEvent } from 'react';
import { doraApiRef } from '../api/DoraApi';
import type { Deployment } from '../api/types';

interface VerdictDialogProps {
  deployment: Deployment;
  onClose: () => void;
  onSaved: () => void;
}

/** A person's word on whether a deployment failed; it overrules every rule, and is kept with a name. */
export function VerdictDialog(props: VerdictDialogProps) {
  const { deployment, onClose, onSaved } = props;
  const api = useApi(doraApiRef);
  const [failed, setFailed] = useState(!deployment.failed);
  const [note, setNote] = useState('');
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<Error>();

  const onSubmit = async (event: FormEvent) => {
    event.preventDefault();
    if (saving) return;
    setSaving(true);
    setError(undefined);
    try {
      await api.createVerdict({
        deployment: deployment.id,
        failed,
        note: note.trim() || undefined,
      });
      onSaved();
    } catch (failure) {
      setError(failure instanceof Error ? failure : new Error(String(failure)));
      setSaving(false);
    }
  };

  return (
    <Dialog
      isOpen
      onOpenChange={open => !open && onClose()}
      width={480}
      isDismissable={!saving}
    >
      <DialogHeader>{`Did this deployment of ${refName(
        deployment.component,
      )} fail?`}</DialogHeader>
      <form onSubmit={onSubmit}>
        <DialogBody>
          <RadioGroup
            label="Your word overrules the rules, and stands in the record with your name."
            value={failed ? 'failed' : 'well'}
            onChange={value => setFailed(value === 'failed')}
          >
            <Radio value="failed">It failed: it had to be put right</Radio>
            <Radio value="well">It did not fail</Radio>
          </RadioGroup>
          <TextField
            label="Why (optional)"
            value={note}
            onChange={setNote}
            maxLength={500}
          />
          {error && (
            <FailurePanel
              title="The verdict was not kept."
              advice="Only the owning team can correct a verdict. Nothing has changed."
              error={error}
            />
          )}
        </DialogBody>
        <DialogFooter>
          <Button variant="primary" type="submit" isPending={saving}>
            Keep verdict
          </Button>
          <Button variant="secondary" onPress={onClose}>
            Cancel
          </Button>
        </DialogFooter>
      </form>
    </Dialog>
  );
}
