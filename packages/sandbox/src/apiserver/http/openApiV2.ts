import { sendJson, sendRaw } from './respond';
import type { ApiContext } from './ApiContext';

const INFO = { title: 'Kubernetes', version: 'v1.36.3' };
/** Asked for with an `@`, which no media type may have, and answered without. */
const PROTOBUF = 'application/com.github.proto-openapi.spec.v2.v1.0+protobuf';

/** A length-delimited protobuf field of less than 128 bytes. */
function field(number: number, content: Buffer | string): Buffer {
  const bytes = Buffer.from(content);
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
}

/** `openapi.v2.Document` of gnostic: 1 swagger, 2 info, 8 paths, 9 definitions. */
const document = Buffer.concat([
  field(1, '2.0'),
  field(2, Buffer.concat([field(1, INFO.title), field(2, INFO.version)])),
  field(8, ''),
  field(9, ''),
]);

/**
 * `/openapi/v2`, the predecessor of `/openapi/v3`: a document without kinds.
 *
 * @remarks
 * `kubectl` still asks for it, as protobuf, before it sends a `List`, and gives
 * up if there is none. Kinds it does not find there it leaves to the server to
 * check, which is what the sandbox does anyway; schemas are in version 3.
 */
export function handleOpenApiV2(context: ApiContext): void {
  const accept = context.request.headers.accept ?? '';
  if (accept.includes('com.github.proto-openapi.spec.v2')) {
    sendRaw(context.response, 200, document, PROTOBUF);
    return;
  }
  sendJson(context, 200, {
    swagger: '2.0',
    info: INFO,
    paths: {},
    definitions: {},
  });
}
