import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import {
  claimsApiRef,
  rootRouteRef,
  type ClaimQuery,
  type ClaimsApi,
} from '@cairn/plugin-claims';
import type { ClaimSummary } from '@cairn/plugin-claims-common';
import type { State } from '@cairn/plugin-platform-common';
import { screen, within } from '@testing-library/react';
import { HomePage } from './HomePage';

const monthAgo = new Date(Date.now() - 30 * 24 * 60 * 60 * 1000).toISOString();

function claim(name: string, state: State, since = monthAgo): ClaimSummary {
  return {
    cluster: 'sandbox',
    offering: 'databases.platform.cairn.dev',
    namespace: 'payments-dev',
    name,
    uid: name,
    kind: 'Database',
    owner: 'group:default/payments',
    createdAt: since,
    state: { state, sentence: `This is ${name}.`, since },
    spec: {},
  };
}

function renderHome(options: { claims?: ClaimSummary[]; teams?: string[] }) {
  const { claims = [], teams = ['group:default/payments'] } = options;
  const asked: ClaimQuery[] = [];
  const claimsApi: Pick<ClaimsApi, 'listClaims'> = {
    async listClaims(query) {
      asked.push(query);
      const items = claims.filter(({ owner }) => query.owner?.includes(owner));
      return { items, totalItems: items.length, sources: [] };
    },
  };
  renderInTestApp(<HomePage />, {
    apis: [
      [claimsApiRef, claimsApi],
      catalogApiMock({
        entities: [
          {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Component',
            metadata: { name: 'ledger', title: 'Ledger service' },
            spec: { type: 'service', lifecycle: 'production' },
            relations: [
              { type: 'ownedBy', targetRef: 'group:default/payments' },
            ],
          },
        ],
      }),
      mockApis.identity({
        userEntityRef: 'user:default/ada',
        displayName: 'Ada Okafor',
        ownershipEntityRefs: ['user:default/ada', ...teams],
      }),
    ],
    mountedRoutes: {
      '/catalog/:namespace/:kind/:name': entityRouteRef,
      '/databases': rootRouteRef,
    },
  });
  return { asked };
}

const card = (name: string) => screen.findByRole('region', { name });

describe('HomePage', () => {
  it('shows what needs the person, what is in motion, and what is theirs', async () => {
    const { asked } = renderHome({
      claims: [
        claim('broken', 'failed'),
        claim('coming', 'working'),
        claim('fresh', 'ready', new Date().toISOString()),
        claim('settled', 'ready'),
      ],
    });
    expect(
      await screen.findByRole('heading', { name: 'Good to see you, Ada' }),
    ).toBeVisible();
    const needs = within(await card('Needs you'));
    expect(await needs.findByRole('link', { name: 'broken' })).toHaveAttribute(
      'href',
      '/databases/sandbox/payments-dev/broken',
    );
    expect(needs.getByText(/This is broken/)).toBeVisible();
    const motion = within(await card('In motion'));
    const names = (await motion.findAllByRole('listitem')).map(
      row => within(row).getByRole('link').textContent,
    );
    expect(names).toEqual(['coming', 'fresh']);
    const services = within(await card('My services'));
    expect(
      await services.findByRole('link', { name: 'Ledger service' }),
    ).toHaveAttribute('href', '/catalog/default/component/ledger');
    expect(
      screen.getAllByRole('link', { name: 'Request a database' })[0],
    ).toHaveAttribute('href', '/databases/request');
    // Never what other teams have requested.
    expect(asked.every(({ owner }) => owner && owner.length > 0)).toBe(true);
  });

  it('shows what else was requested, on the page of what it is for', async () => {
    const cache = {
      offering: 'caches.platform.cairn.dev',
      kind: 'Cache',
    };
    renderHome({
      claims: [
        { ...claim('warm', 'working'), ...cache, component: 'ledger' },
        { ...claim('shared', 'working'), ...cache },
      ],
    });
    const motion = within(await card('In motion'));
    const rows = await motion.findAllByRole('listitem');
    expect(
      rows.map(row => within(row).getByRole('link').getAttribute('href')),
    ).toEqual([
      '/catalog/default/component/ledger',
      '/catalog/default/group/payments',
    ]);
    expect(rows[0]).toHaveTextContent(/warmCache · payments-dev/);
  });

  it('says that nothing needs the person rather than nothing', async () => {
    renderHome({});
    expect(
      await screen.findByText('Nothing needs you right now.'),
    ).toBeVisible();
    expect(await screen.findByText('Nothing is in motion.')).toBeVisible();
  });

  it('tells a person without a team how to get one', async () => {
    renderHome({ teams: [] });
    const help = within(await card('How to get a team'));
    expect(
      help.getByRole('heading', { name: 'You are in no team yet' }),
    ).toBeVisible();
    expect(help.getByRole('link', { name: 'Find a team' })).toHaveAttribute(
      'href',
      expect.stringContaining('kind'),
    );
    expect(await screen.findByText('No services yet.')).toBeVisible();
  });
});
