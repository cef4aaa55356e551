/** Where definitions are stored. */
export const CRDS = 'customresourcedefinitions.apiextensions.k8s.io';
/** Holds a definition that is being deleted until its objects are gone. */
export const CLEANUP = 'customresourcecleanup.apiextensions.k8s.io';
