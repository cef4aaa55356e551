import { useCallback } from 'react';
import { useParams } from 'react-router';
import { getOrder } from '../api/orders.js';
import { useLoad } from '../api/useLoad.js';
import { Loading } from '../parts/Loading.js';

export function OrderPage() {
  const { id = '' } = useParams();
  const load = useCallback((signal: AbortSignal) => getOrder(id, signal), [id]);
  const { loaded, again } = useLoad(load);
  return (
    <>
      <title>Order</title>
      <h1>Order</h1>
      <Loading loaded={loaded} again={again}>
        {({ customer, status, lines }) => (
          <>
            <dl>
              <dt>Customer</dt>
              <dd>{customer}</dd>
              <dt>Status</dt>
              <dd>{status}</dd>
            </dl>
            <h2>What was ordered</h2>
            <ul>
              {lines.map(({ sku, quantity }) => (
                <li key={sku}>
                  {quantity} × {sku}
                </li>
              ))}
            </ul>
          </>
        )}
      </Loading>
    </>
  );
}
