import { Route, Routes } from 'react-router-dom';
import { AdoptionPage } from './AdoptionPage';
import { PathServicesPage } from './PathServicesPage';

/** Everything under `/golden-paths`. */
export function AdoptionRouter() {
  return (
    <Routes>
      <Route index element={<AdoptionPage />} />
      <Route path=":namespace/:name" element={<PathServicesPage />} />
    </Routes>
  );
}
