export { builtinTypes } from './builtin/builtinTypes';
export { compileSchema } from './compileSchema';
export { openApiV3, type OpenApiDocuments } from './openapi/openApiV3';
