import { deliverySelector } from '@cairn/plugin-delivery-common';
import { parseScaffoldedFrom } from '../paths';
import {
  LANGUAGE_ANNOTATION,
  SCAFFOLDED_FROM_ANNOTATION,
  TEMPLATE_UPDATED_ANNOTATION,
  TEMPLATE_VERSION_ANNOTATION,
  WHAT_YOU_GET_ANNOTATION,
} from '../annotations';
import { isVersion } from '../versions';

/** An annotation that the portal reads. */
export interface KnownAnnotation {
  key: string;
  /** What is not shown without it, for components of these types. */
  missing?: { types?: readonly string[]; message: string; mend: string };
  /** What is wrong with a value, and how to mend it. */
  check?: (value: string) => { message: string; mend: string } | undefined;
}

const RUNNING = ['service', 'website', 'pipeline'] as const;

function label(value: string) {
  return /^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/.test(value)
    ? undefined
    : {
        message: 'is not the value of a label, so nothing can match it.',
        mend: 'Use letters, digits and - _ . between them, at most 63 characters.',
      };
}

function source(value: string) {
  return /^(url|file):.+/.test(value)
    ? undefined
    : {
        message: 'does not say where: it begins with neither url: nor file:.',
        mend: 'Write url: and the address of the folder, with a slash at its end.',
      };
}

/** Every annotation the portal reads on entities; what is like one of these but none is a misspelling. */
export const knownAnnotations: readonly KnownAnnotation[] = [
  {
    key: 'backstage.io/techdocs-ref',
    missing: {
      message:
        'Without backstage.io/techdocs-ref it has no documentation page.',
      mend: 'Write docs in docs/ with a mkdocs.yml and add the annotation with the value dir:.',
    },
    check: value =>
      /^(dir|url):.+/.test(value)
        ? undefined
        : {
            message: 'begins with neither dir: nor url:.',
            mend: 'Write dir:. for a mkdocs.yml beside this file.',
          },
  },
  {
    key: 'backstage.io/kubernetes-id',
    missing: {
      types: RUNNING,
      message:
        'Without backstage.io/kubernetes-id the portal cannot tell what of it runs where.',
      mend: 'Add it with the value of the label backstage.io/kubernetes-id of its workloads.',
    },
    check: label,
  },
  {
    key: 'argocd/app-selector',
    check: value =>
      deliverySelector({
        apiVersion: '',
        kind: '',
        metadata: { name: '', annotations: { 'argocd/app-selector': value } },
      })
        ? undefined
        : {
            message: 'is no list of labels, so it selects nothing.',
            mend: 'Write key=value, several separated by commas.',
          },
  },
  { key: 'backstage.io/source-location', check: source },
  {
    key: SCAFFOLDED_FROM_ANNOTATION,
    check: value => {
      const version = parseScaffoldedFrom(value)?.version;
      return version && isVersion(version)
        ? undefined
        : {
            message: 'does not say from which version of which template.',
            mend: 'Write template:<namespace>/<name>@<version>, as the golden path did.',
          };
    },
  },
  ...[
    'argocd/app-name',
    'argocd/app-namespace',
    'backstage.io/api-version',
    'backstage.io/edit-url',
    'backstage.io/kubernetes-cluster',
    'backstage.io/kubernetes-label-selector',
    'backstage.io/kubernetes-namespace',
    'backstage.io/managed-by-location',
    'backstage.io/managed-by-origin-location',
    'backstage.io/orphan',
    'backstage.io/techdocs-entity',
    'backstage.io/techdocs-entity-path',
    'backstage.io/view-url',
    'cairn.dev/owner',
    LANGUAGE_ANNOTATION,
    TEMPLATE_UPDATED_ANNOTATION,
    TEMPLATE_VERSION_ANNOTATION,
    WHAT_YOU_GET_ANNOTATION,
  ].map(key => ({ key })),
];
