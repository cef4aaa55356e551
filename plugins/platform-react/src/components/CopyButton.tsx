import { useEffect, useState } from 'react';
import { Button, VisuallyHidden } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';

interface CopyButtonProps {
  text: string;
  /** What is copied, for example `Copy manifest`. */
  label: string;
  /** What the button says; `Copy` when left out. */
  word?: string;
  /** Only the icon is shown; for places with little room. */
  compact?: boolean;
}

/** Copies a text and says so; says as much when the browser does not allow it. */
export function CopyButton({ text, label, word, compact }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'refused'>();
  useEffect(() => {
    if (!outcome) return undefined;
    const timer = setTimeout(() => setOutcome(undefined), 2_000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const said =
    outcome === 'refused' ? 'Not allowed, select and copy' : 'Copied';
  const copyWord = outcome ? said : word ?? 'Copy';
  return (
    <>
      <Button
        variant="tertiary"
        size="small"
        aria-label={label}
        iconStart={
          outcome === 'copied' ? (
            <RiCheckLine size={16} />
          ) : (
            <RiFileCopyLine size={16} />
          )
        }
        onPress={async () => {
          try {
            await navigator.clipboard.writeText(text);
            setOutcome('copied');
          } catch {
            setOutcome('refused');
          }
        }}
      >
        {compact ? undefined : copyWord}
      </Button>
      <VisuallyHidden role="status">{outcome ? said : ''}</VisuallyHidden>
    </>
  );
}
