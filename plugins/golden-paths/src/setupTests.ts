import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// Pages load slowly on a machine that does much else.
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 20_000 });
