import type { Route } from '../http/Request';
import { HostError, type HostContext } from '../services/HostContext';

/** Ground colours that white letters can be read on. */
const GROUNDS = ['#0B6E5F', '#0B5CAD', '#187434', '#8A4B08', '#6B3FA0'];

/** Pictures of people and organisations: their initials. */
export function avatarPages(host: HostContext): Route[] {
  return [
    {
      method: 'GET',
      pattern: '/avatars/:name',
      handler: async request => {
        const account = await host.accounts.find(request.params.name ?? '');
        if (!account) throw new HostError(404, 'There is nobody of that name.');
        const initials = (account.fullName || account.name)
          .split(/\s+/)
          .slice(0, 2)
          .map(word => word.replace(/[^\p{L}\p{N}]/gu, '').slice(0, 1))
          .join('')
          .toUpperCase();
        const ground = GROUNDS[account.id % GROUNDS.length];
        return {
          status: 200,
          headers: {
            'Content-Type': 'image/svg+xml',
            'Content-Security-Policy': "default-src 'none'; sandbox",
            'Cache-Control': 'max-age=3600',
          },
          body: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="${ground}"/><text x="32" y="42" text-anchor="middle" font-family="sans-serif" font-size="28" fill="#fff">${initials}</text></svg>`,
        };
      },
    },
  ];
}
