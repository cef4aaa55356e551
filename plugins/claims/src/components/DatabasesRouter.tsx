import { Route, Routes } from 'react-router-dom';
import { ClaimPage } from '../detail/ClaimPage';
import { DatabaseListPage } from '../list/DatabaseListPage';
import { RequestDatabasePage } from '../request/RequestDatabasePage';
import { DatabasePlaceNotFound } from './DatabasePlaceNotFound';

/** The pages under `/databases`. */
export function DatabasesRouter() {
  return (
    <Routes>
      <Route path="/" element={<DatabaseListPage />} />
      <Route path="/request" element={<RequestDatabasePage />} />
      <Route path="/:cluster/:namespace/:name" element={<ClaimPage />} />
      <Route path="*" element={<DatabasePlaceNotFound />} />
    </Routes>
  );
}
