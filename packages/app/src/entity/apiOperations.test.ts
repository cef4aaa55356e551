import { apiOperations } from './apiOperations';

describe('apiOperations', () => {
  it('lists what an OpenAPI document offers, in its order', () => {
    expect(
      apiOperations(`
openapi: 3.1.0
paths:
  /orders:
    parameters: []
    post: { summary: Place an order }
    get: { operationId: listOrders }
  /orders/{id}:
    delete: {}
`),
    ).toEqual([
      { method: 'GET', path: '/orders', summary: 'listOrders' },
      { method: 'POST', path: '/orders', summary: 'Place an order' },
      { method: 'DELETE', path: '/orders/{id}', summary: '' },
    ]);
  });

  it.each([
    ['', 'nothing'],
    ['type Query { orders: [Order] }', 'GraphQL'],
    ['{"paths": []}', 'a list of paths'],
    ['a: [', 'broken YAML'],
    ['syntax = "proto3";', 'protobuf'],
  ])('leaves %j (%s) to be shown as it is', definition => {
    expect(apiOperations(definition)).toBeUndefined();
  });
});
