import { mockCredentials } from '@backstage/backend-test-utils';

function headers(name: string) {
  return {
    authorization: mockCredentials.user.header(`user:default/${name}`),
  };
}

/** Request headers of the people in tests: of payments, of logistics, of the platform team, an auditor. */
export const ada = headers('ada');
export const ben = headers('ben');
export const dev = headers('dev');
export const erin = headers('erin');
export const nobody = { authorization: mockCredentials.none.header() };
export const aService = { authorization: mockCredentials.service.header() };
