export interface Config {
  permission?: {
    /** The ownership policy. */
    ownership?: {
      /**
       * Groups that run the platform and may do everything. Defaults to `group:default/platform`.
       */
      platformGroups?: string[];
      /**
       * Groups that see everything and change nothing, whatever else their members are. Defaults to
       * `group:default/audit`.
       */
      auditGroups?: string[];
    };
  };
}
