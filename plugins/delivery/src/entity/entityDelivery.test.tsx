import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { InMemoryDelivery, detail } from '../__testUtils__/InMemoryDelivery';
import { renderDelivery } from '../__testUtils__/renderDelivery';
import { EntityDeliveryCard } from './EntityDeliveryCard';
import { EntityDeliveryContent } from './EntityDeliveryContent';

const patience = { timeout: 20_000 };

function deliveryOf(...items: InMemoryDelivery['items']): InMemoryDelivery {
  const delivery = new InMemoryDelivery();
  delivery.items = items;
  return delivery;
}

describe('what of a component runs where', () => {
  it('tells environments apart: what runs, why something is not well, what complains', async () => {
    const delivery = deliveryOf(
      detail(),
      detail({
        name: 'web-prod',
        environment: 'prod',
        state: {
          state: 'needs-attention',
          sentence: 'The cluster differs from git in Deployment web.',
        },
        sync: 'OutOfSync',
        resources: [
          {
            group: 'apps',
            kind: 'Deployment',
            name: 'web',
            sync: 'OutOfSync',
            message: 'changed past git',
          },
        ],
        conditions: [{ type: 'SyncError', message: 'it was refused' }],
      }),
    );
    renderDelivery(<EntityDeliveryContent />, { delivery });
    const dev = within(
      await screen.findByRole('region', { name: 'dev' }, patience),
    );
    expect(dev.getByText('Ready')).toBeVisible();
    expect(dev.getAllByRole('link', { name: /^234c801/ })[0]).toHaveAttribute(
      'href',
      expect.stringMatching(
        /^https:\/\/git.example.org\/payments\/web\/commit/,
      ),
    );
    expect(dev.getByRole('link', { name: 'web-dev' })).toHaveAttribute(
      'href',
      '/delivery/hub/argocd/web-dev',
    );
    const history = dev.getByRole('table', {
      name: 'Deployments of web-dev',
      hidden: true,
    });
    expect(history).toHaveTextContent(/234c801.*12 s.*carla/);

    const prod = within(screen.getByRole('region', { name: 'prod' }));
    expect(prod.getByText('Needs attention')).toBeVisible();
    expect(prod.getByText(/differs from git in Deployment web/)).toBeVisible();
    expect(
      prod.getByRole('table', {
        name: 'Resources of web-prod that need attention',
      }),
    ).toHaveTextContent('changed past git');
    expect(prod.getByText('SyncError: it was refused')).toBeInTheDocument();
  }, 30_000);

  it('says what is stale and since when', async () => {
    const delivery = deliveryOf(
      detail({
        state: {
          state: 'unknown',
          sentence: 'Argo CD cannot read git.',
          since: '2026-11-21T08:00:00Z',
        },
        stale: {
          cause: 'git',
          since: '2026-11-21T08:00:00Z',
          sentence: 'Neither new commits nor changes past git are seen.',
        },
      }),
    );
    delivery.sources = [
      {
        cluster: 'hub',
        resource: 'applications.argoproj.io',
        state: 'stale',
        staleSince: '2026-11-21T08:00:00Z',
        error: 'The cluster does not answer.',
      },
    ];
    renderDelivery(<EntityDeliveryContent />, { delivery });
    const note = await screen.findByText(/Stale since/, undefined, patience);
    expect(note).toBeVisible();
    expect(within(note).getByText(/ago$/)).toHaveAttribute(
      'datetime',
      '2026-11-21T08:00:00Z',
    );
    expect(screen.getByText(/Neither new commits/)).toBeVisible();
    expect(
      screen.getByText(/What is shown of cluster hub may be out of date/),
    ).toBeVisible();
    expect(screen.getByText('stale')).toBeVisible();
  }, 30_000);

  it('says why there is nothing, and what failed, and recovers', async () => {
    const delivery = deliveryOf();
    const view = renderDelivery(<EntityDeliveryContent />, { delivery });
    expect(
      await screen.findByText('No Application to show.', undefined, patience),
    ).toBeVisible();
    expect(screen.getByText('backstage.io/kubernetes-id=web')).toBeVisible();
    view.unmount();

    delivery.selector = undefined;
    delivery.failure = new Error('The backend is away');
    renderDelivery(<EntityDeliveryContent />, { delivery });
    const alert = await screen.findByRole('alert', undefined, patience);
    expect(alert).toHaveTextContent('What runs could not be read.');
    expect(alert).toHaveTextContent('The backend is away');
    delivery.failure = undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByText(
        'Nothing says what this component runs as.',
        undefined,
        patience,
      ),
    ).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
  }, 60_000);

  it('is short on the overview', async () => {
    renderDelivery(<EntityDeliveryCard />, { delivery: deliveryOf(detail()) });
    const rows = within(
      await screen.findByRole('list', { name: 'Applications' }, patience),
    );
    expect(rows.getByRole('link', { name: 'dev' })).toHaveAttribute(
      'href',
      '/delivery/hub/argocd/web-dev',
    );
    expect(rows.getByText(/version 234c801,/)).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'History and details' }),
    ).toHaveAttribute('href', '/catalog/default/component/web/delivery');
  }, 30_000);
});
