import { Type, type Static } from 'typebox';

export const OrderStatus = Type.Union([
  Type.Literal('open'),
  Type.Literal('shipped'),
  Type.Literal('cancelled'),
]);
export type OrderStatus = Static<typeof OrderStatus>;

export const OrderLine = Type.Object(
  {
    sku: Type.String({ minLength: 1, maxLength: 64 }),
    quantity: Type.Integer({ minimum: 1, maximum: 1000 }),
  },
  { additionalProperties: false },
);

/** What somebody sends to place an order. */
export const NewOrder = Type.Object(
  {
    customer: Type.String({ minLength: 1, maxLength: 200 }),
    lines: Type.Array(OrderLine, { minItems: 1, maxItems: 100 }),
  },
  { additionalProperties: false },
);
export type NewOrder = Static<typeof NewOrder>;

export const Order = Type.Object({
  id: Type.String({ format: 'uuid' }),
  customer: Type.String(),
  lines: Type.Array(OrderLine),
  status: OrderStatus,
  createdAt: Type.String({ format: 'date-time' }),
  updatedAt: Type.String({ format: 'date-time' }),
});
export type Order = Static<typeof Order>;

/** Where an order can go from each status; nothing comes back from shipped or cancelled. */
const NEXT: Record<OrderStatus, readonly OrderStatus[]> = {
  open: ['shipped', 'cancelled'],
  shipped: [],
  cancelled: [],
};

export function mayBecome(from: OrderStatus, to: OrderStatus): boolean {
  return NEXT[from].includes(to);
}
