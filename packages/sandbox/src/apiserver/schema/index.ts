export { builtinTypes } from './builtin/builtinTypes';
export { compileSchema } from './compileSchema';
export { openApiV3, type OpenApiDocuments } from './openapi/openApiV3';
export { defaultCrd } from './crd/defaultCrd';
export { validateCrd } from './crd/validateCrd';
