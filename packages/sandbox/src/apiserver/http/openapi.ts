import { createHash } from 'node:crypto';
import type { TypeRegistry } from '../registry/TypeRegistry';
import { openApiV3, type OpenApiDocuments } from '../schema';
import type { ApiContext } from './ApiContext';
import { sendJson, sendRaw } from './respond';

const known = new WeakMap<
  TypeRegistry,
  { generation: number; documents: OpenApiDocuments }
>();

/** Documents of what is served now; made anew when kinds change. */
function documentsOf(registry: TypeRegistry): OpenApiDocuments {
  const cached = known.get(registry);
  if (cached?.generation === registry.generation) return cached.documents;
  const documents = openApiV3(registry.all());
  known.set(registry, { generation: registry.generation, documents });
  return documents;
}

/** `/openapi/v3…`; false if there is no such document. */
export function handleOpenApi(context: ApiContext, path: string): boolean {
  const match = /^\/openapi\/v3(?:\/(.+))?$/.exec(path);
  if (!match) return false;
  const documents = documentsOf(context.services.registry);
  const answer = match[1] ? documents.document(match[1]) : documents.index();
  if (!answer) return false;
  const tag = `"${createHash('sha512')
    .update(JSON.stringify(answer))
    .digest('hex')
    .toUpperCase()}"`;
  context.response.setHeader('ETag', tag);
  if (context.request.headers['if-none-match'] === tag) {
    context.response.writeHead(304).end();
  } else if (match[1]) {
    sendJson(context, 200, answer);
  } else {
    // The index goes out without its type being said.
    sendRaw(
      context.response,
      200,
      JSON.stringify(answer),
      'text/plain; charset=utf-8',
    );
  }
  return true;
}
