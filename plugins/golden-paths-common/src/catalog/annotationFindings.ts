import type { Entity } from '@backstage/catalog-model';
import leven from 'leven';
import { knownAnnotations } from './knownAnnotations';
import type { Finding } from './types';

const keys = knownAnnotations.map(({ key }) => key);

/** Keys that differ by so many letters are taken for the same word. */
const TYPO = 2;

/** The annotation somebody meant, if it is plain which. */
function meant(key: string): string | undefined {
  const plain = key.toLowerCase();
  const same = keys.find(known => known === plain);
  if (same) {
    return same;
  }
  const near = keys
    .map(known => ({ known, distance: leven(known, plain) }))
    .sort((one, other) => one.distance - other.distance)[0];
  if (near && near.distance <= TYPO) {
    return near.known;
  }
  // The right name under a wrong prefix, or under none.
  const name = plain.slice(plain.indexOf('/') + 1);
  const alike = keys.filter(
    known => known.slice(known.indexOf('/') + 1) === name,
  );
  const prefix = plain.includes('/') ? plain.slice(0, plain.indexOf('/')) : '';
  const isOurs = keys.some(
    known => leven(known.slice(0, known.indexOf('/')), prefix) <= TYPO,
  );
  return alike.length === 1 && (isOurs || prefix === '') ? alike[0] : undefined;
}

/** Hints on the annotations that the portal reads: misspelt, meaningless, or missing. */
export function annotationFindings(entity: Partial<Entity>): Finding[] {
  const annotations: Record<string, unknown> =
    entity.metadata?.annotations ?? {};
  const findings: Finding[] = [];
  const intended = new Set<string>();
  for (const [key, value] of Object.entries(annotations)) {
    const path = ['metadata', 'annotations', key];
    const known = knownAnnotations.find(it => it.key === key);
    const wrong = typeof value === 'string' ? known?.check?.(value) : undefined;
    if (wrong) {
      findings.push({
        severity: 'warning',
        path,
        message: `The annotation ${key} ${wrong.message}`,
        mend: wrong.mend,
      });
    }
    const guess = known ? undefined : meant(key);
    if (guess) {
      intended.add(guess);
      findings.push({
        severity: 'warning',
        path,
        atKey: true,
        message: `Nothing reads the annotation ${key}.`,
        mend: `Write ${guess}, if that is what you mean.`,
      });
    } else if (!known && key.startsWith('cairn.dev/')) {
      findings.push({
        severity: 'warning',
        path,
        atKey: true,
        message: `Nothing reads the annotation ${key}.`,
        mend: 'Remove it, or write it as the documentation has it.',
      });
    }
  }
  if (entity.kind !== 'Component') {
    return findings;
  }
  const type = entity.spec?.type;
  for (const { key, missing } of knownAnnotations) {
    const applies =
      missing &&
      (!missing.types || missing.types.some(known => known === type));
    if (applies && !Object.hasOwn(annotations, key) && !intended.has(key)) {
      findings.push({
        severity: 'warning',
        path: ['metadata', 'annotations'],
        message: missing.message,
        mend: missing.mend,
      });
    }
  }
  return findings;
}
