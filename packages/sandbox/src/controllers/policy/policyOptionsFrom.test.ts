import { policyOptionsFrom } from './policyOptionsFrom';
import { recordedTiming } from './timing';

describe('policyOptionsFrom', () => {
  it('knows both API groups and both sets of delays', () => {
    expect(policyOptionsFrom({})).toEqual({ reportGroup: 'wgpolicyk8s.io' });
    expect(
      policyOptionsFrom({
        CAIRN_POLICY_REPORTS: 'openreports.io',
        CAIRN_POLICY_DELAYS: 'recorded',
      }),
    ).toEqual({ reportGroup: 'openreports.io', timing: recordedTiming });
  });

  it('names what is wrong and how to mend it', () => {
    expect(() => policyOptionsFrom({ CAIRN_POLICY_REPORTS: 'both' })).toThrow(
      'CAIRN_POLICY_REPORTS is "both"; set it to wgpolicyk8s.io or openreports.io, or leave it out',
    );
  });
});
