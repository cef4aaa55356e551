import { Route, Routes } from 'react-router-dom';
import { MetricPage } from './metric/MetricPage';
import { PerformancePage } from './overview/PerformancePage';
import { SourcesPage } from './sources/SourcesPage';

/** The pages under `/performance`. */
export function DoraRouter() {
  return (
    <Routes>
      <Route path="/" element={<PerformancePage />} />
      <Route path="/metrics/:metric" element={<MetricPage />} />
      <Route path="/sources" element={<SourcesPage />} />
    </Routes>
  );
}
