import { mockCredentials } from '@backstage/backend-test-utils';

function headers(name: string) {
  return {
    authorization: mockCredentials.user.header(`user:default/${name}`),
  };
}

/** Whom the tests know, and their teams. */
export const teams: Readonly<Record<string, string[]>> = {
  'user:default/ada': ['group:default/payments'],
  'user:default/ben': ['group:default/logistics'],
  'user:default/dev': ['group:default/platform'],
};

/** Request headers of the people in tests. */
export const ada = headers('ada');
export const ben = headers('ben');
export const dev = headers('dev');
export const nobody = { authorization: mockCredentials.none.header() };
export const aService = { authorization: mockCredentials.service.header() };
