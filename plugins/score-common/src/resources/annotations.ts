/**
 * On an XRD: which Score resources it provides, as a YAML list; see the README.
 *
 * @public
 */
export const SCORE_RESOURCES_ANNOTATION = 'score.cairn.dev/resources';

/** The class of a resource that names none. @public */
export const DEFAULT_CLASS = 'default';
