export { constantTimeEqual } from './constantTimeEqual';
export { readPayload } from './readPayload';
export { verifyAny, verifyHmac, verifyToken } from './verifyHmac';
