import { Route, Routes } from 'react-router-dom';
import { ApplicationPage } from './application/ApplicationPage';
import { DeliveryListPage } from './list/DeliveryListPage';

/** The pages under `/delivery`. */
export function DeliveryRouter() {
  return (
    <Routes>
      <Route path="/" element={<DeliveryListPage />} />
      <Route path="/:cluster/:namespace/:name" element={<ApplicationPage />} />
    </Routes>
  );
}
