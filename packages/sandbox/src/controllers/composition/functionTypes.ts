import type { JsonObject } from '../runtime';
import type { ConnectionDetails } from './patchAndTransform/extractConnectionDetails';

/** Whether a function has an opinion on readiness. */
export type Ready = 'True' | 'False' | 'Unspecified';

/** An object that exists, with the connection details it published. */
export type ObservedObject = {
  resource: JsonObject;
  connectionDetails: ConnectionDetails;
};

/** An object that should exist. */
export type DesiredObject = { resource: JsonObject; ready: Ready };

/** What one step of the pipeline reports. A fatal result is thrown as {@link FatalResult} instead. */
export type FunctionResult = { severity: 'SEVERITY_WARNING'; message: string };

/** What goes through the pipeline: each step reads what was observed and changes what is desired. */
export type FunctionRequest = {
  observed: {
    composite: ObservedObject;
    resources: Map<string, ObservedObject>;
  };
  desired: {
    composite: DesiredObject & { connectionDetails: ConnectionDetails };
    resources: Map<string, DesiredObject>;
  };
  context: JsonObject;
  input?: JsonObject;
};

/** What a step leaves behind. It changes the desired state and the context of its request in place. */
export type FunctionResponse = { results: FunctionResult[] };

/** A composition function that runs in this process. */
export type CompositionFunction = (
  request: FunctionRequest,
) => FunctionResponse;

/** A step ended the pipeline on purpose. */
export class FatalResult extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FatalResult';
  }
}
