import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import { readCursor, writeCursor } from './cursor.js';
import { NewOrder, Order, OrderStatus, mayBecome } from './Order.js';
import type { OrderStore } from './OrderStore.js';

const ById = Type.Object({ id: Type.String({ format: 'uuid' }) });

/** /orders */
export const orderRoutes: FastifyPluginCallbackTypebox<{ store: OrderStore }> = (
  server,
  { store },
  done,
) => {
  server.post(
    '/orders',
    { schema: { body: NewOrder, response: { 201: Order } } },
    async (request, reply) => {
      const order = await store.add(request.body);
      request.log.info({ orderId: order.id }, 'An order was placed.');
      return reply.code(201).header('location', `/orders/${order.id}`).send(order);
    },
  );

  server.get(
    '/orders',
    {
      schema: {
        querystring: Type.Object({
          status: Type.Optional(OrderStatus),
          limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
          cursor: Type.Optional(Type.String({ maxLength: 200 })),
        }),
        response: {
          200: Type.Object({
            items: Type.Array(Order),
            nextCursor: Type.Optional(Type.String()),
          }),
        },
      },
    },
    async ({ query }) => {
      const { status, limit, cursor } = query;
      const after = cursor === undefined ? undefined : readCursor(cursor);
      if (cursor !== undefined && !after) {
        throw server.httpErrors.badRequest('cursor is not one that a list of orders gave.');
      }
      // One more than asked for says whether there is another page.
      const found = await store.list({
        limit: limit + 1,
        ...(status && { status }),
        ...(after && { after }),
      });
      const items = found.slice(0, limit);
      const last = items.at(-1);
      return found.length > limit && last ? { items, nextCursor: writeCursor(last) } : { items };
    },
  );

  server.get(
    '/orders/:id',
    { schema: { params: ById, response: { 200: Order } } },
    async ({ params }) => {
      const order = await store.get(params.id);
      if (!order) throw server.httpErrors.notFound(`There is no order ${params.id}.`);
      return order;
    },
  );

  server.patch(
    '/orders/:id',
    {
      schema: {
        params: ById,
        body: Type.Object({ status: OrderStatus }, { additionalProperties: false }),
        response: { 200: Order },
      },
    },
    async ({ params, body }) => {
      const order = await store.get(params.id);
      if (!order) throw server.httpErrors.notFound(`There is no order ${params.id}.`);
      if (order.status === body.status) return order;
      const changed = mayBecome(order.status, body.status)
        ? await store.setStatus(params.id, order.status, body.status)
        : undefined;
      if (!changed) {
        throw server.httpErrors.conflict(
          `The order is ${order.status} and cannot become ${body.status}.`,
        );
      }
      return changed;
    },
  );

  server.delete('/orders/:id', { schema: { params: ById } }, async ({ params }, reply) => {
    if (!(await store.remove(params.id))) {
      throw server.httpErrors.notFound(`There is no order ${params.id}.`);
    }
    return reply.code(204).send();
  });
  done();
};
