export { constantTimeEqual } from './constantTimeEqual';
export { readPayload } from './readPayload';
export {
  verifyAny,
  verifyHmac,
  verifyStandardWebhook,
  verifyToken,
} from './verifyHmac';
