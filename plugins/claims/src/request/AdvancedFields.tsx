import { FormText } from '@cairn/plugin-platform-react';
import { RiArrowRightSLine } from '@remixicon/react';
import type { DatabaseDraft } from './databaseDraft';
import { sizes } from './databaseFacts';
import styles from './AdvancedFields.module.css';

interface AdvancedFieldsProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  draft: DatabaseDraft;
  onChange: (change: Partial<DatabaseDraft>) => void;
  problemAt: (...paths: string[]) => string | undefined;
}

/** What most people leave as it is. */
export function AdvancedFields(props: AdvancedFieldsProps) {
  const { draft, onChange, open, problemAt } = props;
  const size = sizes.find(candidate => candidate.value === draft.size);
  const secretName = draft.name.trim()
    ? `${draft.name.trim()}-connection`
    : 'the name followed by -connection';
  return (
    <div>
      <button
        type="button"
        className={styles.toggle}
        aria-expanded={open}
        aria-controls="request-advanced"
        onClick={() => props.onOpenChange(!open)}
      >
        <RiArrowRightSLine size={20} aria-hidden className={styles.arrow} />
        Advanced
      </button>
      <div id="request-advanced" hidden={!open} className={styles.fields}>
        <FormText
          id="request-storage"
          label="Storage"
          description="In GB. It can grow later but never shrink."
          inputMode="numeric"
          value={draft.storageGB}
          onChange={storageGB => onChange({ storageGB })}
          problem={problemAt('spec.storageGB')}
          hint={`Left empty: ${size?.storageGB ?? '–'} GB.`}
        />
        <FormText
          id="request-retention"
          label="Keep backups for"
          description="In days, from 1 to 90."
          inputMode="numeric"
          isDisabled={!draft.backups}
          value={draft.retentionDays}
          onChange={retentionDays => onChange({ retentionDays })}
          problem={problemAt('spec.backup.retentionDays', 'spec.backup')}
          hint={draft.backups ? 'Left empty: 7 days.' : 'Backups are off.'}
        />
        <FormText
          id="request-secret"
          label="Secret name"
          description="The Secret in your namespace that receives the credentials."
          value={draft.secretName}
          onChange={name => onChange({ secretName: name })}
          problem={problemAt('spec.writeConnectionSecretToRef')}
          hint={`Left empty: ${secretName}.`}
        />
      </div>
    </div>
  );
}
