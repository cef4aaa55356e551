import {
  admissionBindingRules,
  admissionPolicyRules,
} from '../../../admission/rules/policyRules';
import { webhookConfigurationRules } from '../../../admission/rules/webhookRules';
import type { KindRules } from '../compileBuiltin';
import { cronJobRules, jobRules } from './batchRules';
import { bindingRules } from './bindingRules';
import { fieldsOf } from './common';
import { ingressRules } from './ingressRules';
import { podSpecCauses } from './podRules';
import {
  autoscalerRules,
  disruptionRules,
  networkPolicyRules,
} from './policyRules';
import { claimRules, quotaRules } from './quotaRules';
import { roleRules } from './roleRules';
import { secretRules } from './secretRules';
import { serviceRules } from './serviceRules';
import { statefulSetRules } from './statefulSetRules';
import {
  daemonSetRules,
  deploymentRules,
  replicaSetRules,
} from './workloadRules';

/** Rules beyond what decoding checks, by the client's model. */
export const kindRules: Record<string, KindRules | undefined> = {
  V1ClusterRole: roleRules(false),
  V1ClusterRoleBinding: bindingRules(false),
  V1CronJob: cronJobRules,
  V1DaemonSet: daemonSetRules,
  V1Deployment: deploymentRules,
  V1Ingress: ingressRules,
  V1Job: jobRules,
  V1MutatingWebhookConfiguration: webhookConfigurationRules,
  V1NetworkPolicy: networkPolicyRules,
  V1PersistentVolumeClaim: claimRules,
  V1Pod: object => podSpecCauses(fieldsOf(object, 'spec'), 'spec'),
  V1PodDisruptionBudget: disruptionRules,
  V1ReplicaSet: replicaSetRules,
  V1ResourceQuota: quotaRules,
  V1Role: roleRules(true),
  V1RoleBinding: bindingRules(true),
  V1Secret: secretRules,
  V1Service: serviceRules,
  V1StatefulSet: statefulSetRules,
  V1ValidatingAdmissionPolicy: admissionPolicyRules,
  V1ValidatingAdmissionPolicyBinding: admissionBindingRules,
  V1ValidatingWebhookConfiguration: webhookConfigurationRules,
  V2HorizontalPodAutoscaler: autoscalerRules,
};
