import { Environment } from '@marcbachmann/cel-js';
import { registerListLibrary } from '../apiserver/schema/cel/listLibrary';
import { registerStringLibrary } from '../apiserver/schema/cel/stringLibrary';
import { registerValueLibrary } from '../apiserver/schema/cel/valueLibrary';
import { registerPolicyLibrary } from './policyLibrary';

/** What every expression of a policy may look at, whatever it is. */
const inputs = ['object', 'oldObject'];
/** What has a type in some policies. */
const typed = ['request', 'namespaceObject'];

let base: Environment | undefined;
let untyped: Environment | undefined;

/** CEL with the libraries of Kubernetes and the inputs of policies, untyped. */
export function policyEnvironment(): Environment {
  if (!untyped) {
    untyped = objectEnvironment().clone();
    for (const name of typed) untyped.registerVariable(name, 'dyn');
  }
  return untyped;
}

/** The same without `request` and `namespaceObject`, to be declared. */
export function objectEnvironment(): Environment {
  if (!base) {
    base = new Environment({
      enableOptionalTypes: true,
      homogeneousAggregateLiterals: false,
    });
    registerListLibrary(base);
    registerStringLibrary(base);
    registerValueLibrary(base);
    registerPolicyLibrary(base);
    for (const name of inputs) base.registerVariable(name, 'dyn');
  }
  return base;
}
