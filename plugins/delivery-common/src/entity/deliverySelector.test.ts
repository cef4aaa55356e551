import type { KubernetesObject } from '@cairn/plugin-platform-common';
import { deliverySelector, isSelected } from './deliverySelector';

function entity(annotations: Record<string, string>) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'web', annotations },
  };
}

const application: KubernetesObject = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: {
    name: 'web-dev',
    namespace: 'argocd',
    labels: { 'backstage.io/kubernetes-id': 'web', tier: 'front' },
  },
};

describe('deliverySelector', () => {
  it.each<[Record<string, string>, string | undefined, boolean]>([
    [
      { 'argocd/app-selector': 'backstage.io/kubernetes-id=web' },
      'argocd/app-selector',
      true,
    ],
    [
      {
        'argocd/app-selector': 'backstage.io/kubernetes-id=web, tier == front',
      },
      'argocd/app-selector',
      true,
    ],
    [{ 'argocd/app-selector': 'tier=back' }, 'argocd/app-selector', false],
    [{ 'argocd/app-name': 'web-dev' }, 'argocd/app-name', true],
    [
      { 'argocd/app-name': 'web-dev', 'argocd/app-namespace': 'team-a' },
      'argocd/app-name',
      false,
    ],
    [
      { 'backstage.io/kubernetes-id': 'web' },
      'backstage.io/kubernetes-id',
      true,
    ],
    // Not understood: nothing, rather than everything.
    [{ 'argocd/app-selector': 'tier in (front)' }, undefined, false],
    [{ 'argocd/app-selector': ',' }, undefined, false],
    [{}, undefined, false],
  ])('%j', (annotations, from, selected) => {
    const selector = deliverySelector(entity(annotations));
    expect(selector?.from).toBe(from);
    expect(selector ? isSelected(application, selector) : false).toBe(selected);
  });

  it('selects nothing when nothing is asked for', () => {
    expect(isSelected(application, { from: 'test' })).toBe(false);
  });
});
