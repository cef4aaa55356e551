/** Something that is, or was, wrong with a service, as an alert tells it. */
export interface Incident {
  /** At least `alertname`; `namespace` and `service` say whose it is. */
  labels: Record<string, string>;
  annotations: Record<string, string>;
  startsAt: Date;
  /** Missing while it goes on. */
  endsAt?: Date;
}

/** Where incidents come from; asked again and again, so it must be cheap. */
export type IncidentSource = () => readonly Incident[];
