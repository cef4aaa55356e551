import { Link } from 'react-router';
import { listOrders } from '../api/orders.js';
import { useLoad } from '../api/useLoad.js';
import { Loading } from '../parts/Loading.js';

const when = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

export function OrdersPage() {
  const { loaded, again } = useLoad(listOrders);
  return (
    <>
      <title>Orders</title>
      <h1>Orders</h1>
      <Loading loaded={loaded} again={again}>
        {(orders) =>
          orders.length === 0 ? (
            <p>
              There are no orders yet. <Link to="/new">Place the first.</Link>
            </p>
          ) : (
            <table>
              <thead>
                <tr>
                  <th scope="col">Customer</th>
                  <th scope="col">Status</th>
                  <th scope="col">Placed</th>
                </tr>
              </thead>
              <tbody>
                {orders.map(({ id, customer, status, createdAt }) => (
                  <tr key={id}>
                    <td>
                      <Link to={`/orders/${id}`}>{customer}</Link>
                    </td>
                    <td>{status}</td>
                    <td>
                      <time dateTime={createdAt}>{when.format(new Date(createdAt))}</time>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )
        }
      </Loading>
    </>
  );
}
