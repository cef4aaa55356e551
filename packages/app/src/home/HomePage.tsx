import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { requestRouteRef } from '@cairn/plugin-claims';
import { PageFrame } from '@cairn/plugin-platform-react';
import { useGoldenPathsExist } from '../layout/useGoldenPathsExist';
import { usePerson, type Person } from '../layout/usePerson';
import { Columns } from '../parts/Columns';
import { InMotionCard } from './InMotionCard';
import { MyServicesCard } from './MyServicesCard';
import { NeedsYouCard } from './NeedsYouCard';
import { NoTeamCard } from './NoTeamCard';
import { QuickStartsCard } from './QuickStartsCard';

function sentenceFor(person: Person | undefined): string {
  if (!person) return '';
  if (person.teams.length === 0) return 'You are in no team yet.';
  const names = person.teams.map(team => team.name);
  const last = names.pop();
  const list = names.length > 0 ? `${names.join(', ')} and ${last}` : last;
  return `What needs you, what is in motion and what ${list} runs.`;
}

/** What a person sees first in the morning. */
export function HomePage() {
  const person = usePerson();
  const goldenPathsExist = useGoldenPathsExist();
  const requestHref = useRouteRef(requestRouteRef)?.() ?? '/databases/request';
  const firstName = person?.name.split(' ')[0];
  return (
    <PageFrame
      title={firstName ? `Good to see you, ${firstName}` : 'Home'}
      sentence={sentenceFor(person)}
      action={
        person?.teams.length === 0 ? undefined : (
          <>
            {goldenPathsExist && (
              <ButtonLink variant="secondary" href="/create">
                Create a service
              </ButtonLink>
            )}
            <ButtonLink
              variant="primary"
              href={requestHref}
              iconStart={<RiAddLine size={16} />}
            >
              Request a database
            </ButtonLink>
          </>
        )
      }
    >
      {person?.teams.length === 0 && <NoTeamCard />}
      <Columns
        left={
          <>
            <NeedsYouCard person={person} />
            <InMotionCard person={person} />
            <QuickStartsCard />
          </>
        }
        right={<MyServicesCard person={person} />}
      />
    </PageFrame>
  );
}
