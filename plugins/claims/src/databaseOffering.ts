/** The offering behind the pages "Databases": the name of its XRD. */
export const databaseOffering = 'databases.platform.cairn.dev';
