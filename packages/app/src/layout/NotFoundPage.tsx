import { ButtonLink } from '@backstage/ui';
import { EmptyState, PageFrame } from '@cairn/plugin-platform-react';

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <PageFrame title="There is no page at this address">
      <EmptyState
        title="The link may be old, or the address mistyped."
        action={
          <ButtonLink variant="secondary" href="/">
            Go home
          </ButtonLink>
        }
      >
        Search finds services, people and documents by name.
      </EmptyState>
    </PageFrame>
  );
}
