import type { MetricFlag, NullReason, Stage } from '@cairn/plugin-dora-common';
import type { Level, MetricName } from '../api/types';

/** In the order in which they are read: how often, how fast, how well. */
export const metricNames: readonly MetricName[] = [
  'deploymentFrequency',
  'changeLeadTime',
  'changeFailRate',
  'failedDeploymentRecoveryTime',
  'deploymentReworkRate',
];

interface MetricWords {
  title: string;
  /** What is counted, in a sentence. */
  meaning: string;
  /** Which direction is better. */
  better: 'more' | 'less';
  /** What its numbers are. */
  unit: 'a day' | 'duration' | 'share';
  /** What `n` counts, one and several. */
  of: [one: string, several: string];
}

/** How the metrics are called and read. */
export const metricWords: Record<MetricName, MetricWords> = {
  deploymentFrequency: {
    title: 'Deployment frequency',
    meaning: 'How often something new reached production.',
    better: 'more',
    unit: 'a day',
    of: ['deployment', 'deployments'],
  },
  changeLeadTime: {
    title: 'Change lead time',
    meaning:
      'How long a commit took until it ran in production; the middle one.',
    better: 'less',
    unit: 'duration',
    of: ['change', 'changes'],
  },
  changeFailRate: {
    title: 'Change fail rate',
    meaning: 'Which share of the deployments had to be put right.',
    better: 'less',
    unit: 'share',
    of: ['deployment', 'deployments'],
  },
  failedDeploymentRecoveryTime: {
    title: 'Failed deployment recovery time',
    meaning:
      'How long it took until a failed deployment was put right; the middle one.',
    better: 'less',
    unit: 'duration',
    of: ['failure', 'failures'],
  },
  deploymentReworkRate: {
    title: 'Deployment rework rate',
    meaning:
      'Which share of the deployments was not planned, but put something right.',
    better: 'less',
    unit: 'share',
    of: ['deployment', 'deployments'],
  },
};

/** Why there is no number, and what would bring one. */
export const reasonWords: Record<NullReason, string> = {
  no_deployments: 'Nothing was deployed to production in this window.',
  no_changes: 'No deployment of this window brought a commit of its own.',
  no_commit_link:
    'Nothing says which commits the deployments brought. Connect the repository, or label images with their commit.',
  bootstrap:
    'The first deployment of a component has nothing before it to compare with.',
  clock_skew:
    'The clocks of the sources disagree: commits came after deployments.',
  no_incident_source:
    'No source tells of failures. Connect alerts or an incident tool.',
  no_failures: 'No deployment failed in this window.',
  all_open: 'No failure of this window is over yet.',
};

/** What a number must be read with. */
export const flagWords: Record<MetricFlag, string> = {
  partial: 'The window is not over.',
  incomplete: 'For some of it, a source is missing.',
  clock_skew: 'For some of it, the clocks of the sources disagree.',
  gap: 'A source was silent for some of it.',
  history_rewritten: 'The history of a repository was rewritten.',
  squash_without_originals:
    'Of squashed changes the first commits are not known, so lead times are short.',
};

/** By which rule something was counted. */
const rules: Record<string, string> = {
  verdict: 'a person said so',
  explicit_link: 'an incident names it',
  failed_result: 'the deployment itself failed',
  rollback: 'it was rolled back',
  revert: 'a later change takes it back',
  static_rule: 'a label says so',
  incident_window: 'an incident began soon after it',
};

/** By which rule something was counted; unknown ones by their name. */
export function ruleWords(rule: string): string {
  return rules[rule] ?? rule.replaceAll('_', ' ');
}

export const stageWords: Record<Stage, string> = {
  commit: 'until the pull request',
  pullRequest: 'waiting for a review',
  review: 'in review',
  merge: 'until the merge',
  deploy: 'until production',
};

export const levelWords: Record<Level, string> = {
  elite: 'Elite',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
};

/** Whether a name in an address is that of a metric. */
export function isMetricName(name: string | undefined): name is MetricName {
  return metricNames.some(metric => metric === name);
}
