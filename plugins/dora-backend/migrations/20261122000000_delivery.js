// @ts-check

/**
 * Facts about delivery and everything that is computed from them.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  if (knex.client.config.client !== 'pg') {
    throw new Error(
      'The dora plugin needs PostgreSQL. Set backend.database.client to pg.',
    );
  }

  await knex.schema.createTable('facts', table => {
    table.comment(
      'Everything that was ever said about delivery; only added to',
    );
    table.bigIncrements('id');
    table
      .uuid('hash')
      .notNullable()
      .comment('Of the content: repeated statements fall on one row');
    table.text('type').notNullable();
    table
      .text('scope')
      .notNullable()
      .comment(
        'Whose numbers it can change: c:<component>, r:<repository>, i:<incident>, a:<artifact>',
      );
    table
      .bigInteger('at')
      .notNullable()
      .comment('When the source says that it holds, in milliseconds');
    table.json('body').notNullable();
    table.text('collector').notNullable();
    table.timestamp('received_at').notNullable().defaultTo(knex.fn.now());
    table.unique(['hash'], { indexName: 'facts_hash_key' });
    table.index(['scope'], 'facts_scope_idx');
  });

  await knex.schema.createTable('pending', table => {
    table.comment('Facts that are stored and not yet in the numbers');
    table.bigIncrements('id');
    table.text('scope').notNullable();
    table
      .bigInteger('fact_id')
      .comment('Empty: everything of the scope is to be computed again');
  });

  await knex.schema.createTable('component_scopes', table => {
    table.comment(
      'Incidents and artifacts that concern a component beside its own facts',
    );
    table.text('component').notNullable();
    table.text('scope').notNullable();
    table.primary(['component', 'scope']);
    table.index(['scope'], 'component_scopes_scope_idx');
  });

  await knex.schema.createTable('components', table => {
    table.comment('The components of the catalog, as far as their numbers go');
    table.text('uid').primary();
    table.text('entity_ref').notNullable();
    table.text('title').notNullable();
    table.text('owner');
    table.text('zone').notNullable();
    table.json('definition').notNullable();
    table.boolean('removed').notNullable().defaultTo(false);
    table.index(['entity_ref'], 'components_entity_ref_idx');
  });

  await knex.schema.createTable('memberships', table => {
    table.comment(
      'Which component belonged to which group, system, domain or organisation, from which local day, before which',
    );
    table.text('component').notNullable();
    table.text('scope').notNullable();
    table.text('from_date').notNullable();
    table.text('until_date').notNullable();
    table.primary(['component', 'scope', 'from_date']);
    table.index(['scope'], 'memberships_scope_idx');
  });

  await knex.schema.createTable('generations', table => {
    table.comment('Complete sets of numbers; readers see the active one');
    table.increments('generation');
    table.text('state').notNullable().comment('building, active or retired');
    table.text('definition').notNullable();
    table.timestamp('started_at').notNullable().defaultTo(knex.fn.now());
    table.timestamp('activated_at');
    table
      .text('cursor')
      .notNullable()
      .defaultTo('')
      .comment('The last component that is built');
  });
  await knex('generations').insert({ state: 'active', definition: '' });

  await knex.schema.createTable('processor', table => {
    table.comment(
      'One row: counts the batches, so that a replica knows whether another one has worked',
    );
    table.integer('id').primary();
    table.bigInteger('epoch').notNullable();
    table
      .bigInteger('roster')
      .notNullable()
      .comment('Counts changes of components and memberships');
  });
  await knex('processor').insert({ id: 1, epoch: 0, roster: 0 });

  await knex.schema.createTable('deployments', table => {
    table.comment('Deployments with everything that is counted of them');
    table.integer('generation').notNullable();
    table.text('component').notNullable();
    table.text('id').notNullable();
    table.bigInteger('finished_at').notNullable();
    table.text('date').notNullable();
    table.boolean('failed').notNullable();
    table.boolean('rework').notNullable();
    table.boolean('succeeded').notNullable();
    table.integer('changes').notNullable();
    table.json('data').notNullable();
    table.primary(['generation', 'component', 'id']);
    table.index(['generation', 'component', 'date'], 'deployments_date_idx');
  });

  await knex.schema.createTable('cells', table => {
    table.comment(
      'Days of components, groups, systems, domains and the organisation',
    );
    table.integer('generation').notNullable();
    table.text('scope').notNullable();
    table.text('date').notNullable();
    table.json('sum').notNullable();
    table.primary(['generation', 'scope', 'date']);
  });

  await knex.schema.createTable('snapshots', table => {
    table.comment(
      'The last 7, 30, 90 and 180 days of every scope, ready to be read',
    );
    table.integer('generation').notNullable();
    table.integer('days').notNullable();
    table.text('scope').notNullable();
    table.text('kind').notNullable();
    table.text('last_date').notNullable();
    table.json('sum').notNullable();
    table.json('metrics').notNullable();
    table.integer('deployments').notNullable();
    table.double('lead_time');
    table.double('fail_rate');
    table.double('recovery_time');
    table.double('rework_rate');
    table.primary(['generation', 'days', 'scope']);
    table.index(
      ['generation', 'days', 'kind', 'deployments'],
      'snapshots_deployments_idx',
    );
    table.index(
      ['generation', 'days', 'kind', 'lead_time'],
      'snapshots_lead_time_idx',
    );
    table.index(
      ['generation', 'days', 'kind', 'fail_rate'],
      'snapshots_fail_rate_idx',
    );
    table.index(
      ['generation', 'days', 'kind', 'recovery_time'],
      'snapshots_recovery_time_idx',
    );
    table.index(
      ['generation', 'days', 'kind', 'rework_rate'],
      'snapshots_rework_rate_idx',
    );
    table.index(['generation', 'last_date'], 'snapshots_last_date_idx');
  });

  await knex.schema.createTable('quarantine', table => {
    table.comment(
      'What came and could not be understood, kept to be tried again',
    );
    table.bigIncrements('id');
    table.uuid('hash').notNullable().unique();
    table.text('collector').notNullable();
    table.text('delivery_id');
    table.text('kind').notNullable().comment('poison or unmatched');
    table.text('reason').notNullable();
    table.text('subject').notNullable();
    table.text('detail').notNullable();
    table.text('mend').notNullable();
    table.json('headers').notNullable();
    table.binary('body');
    table.integer('attempts').notNullable().defaultTo(1);
    table.timestamp('received_at').notNullable();
    table.timestamp('tried_at').notNullable();
    table.index(['collector', 'kind'], 'quarantine_collector_idx');
  });

  await knex.schema.createTable('sources', table => {
    table.comment('What each collector has brought');
    table.text('collector').primary();
    table.bigInteger('deliveries').notNullable().defaultTo(0);
    table
      .bigInteger('refused')
      .notNullable()
      .defaultTo(0)
      .comment('Deliveries without a valid signature');
    table.bigInteger('facts').notNullable().defaultTo(0);
    table.bigInteger('duplicates').notNullable().defaultTo(0);
    table.json('by_type').notNullable().defaultTo('{}');
    table.timestamp('last_received_at');
    table.timestamp('last_event_at');
    table.timestamp('last_refused_at');
  });

  await knex.schema.createTable('checks', table => {
    table.comment(
      'Comparisons of the numbers with those computed from all facts',
    );
    table.bigIncrements('id');
    table.timestamp('started_at').notNullable();
    table.timestamp('finished_at');
    table.integer('components').notNullable().defaultTo(0);
    table.integer('drifted').notNullable().defaultTo(0);
    table.json('examples').notNullable().defaultTo('[]');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  for (const table of [
    'checks',
    'sources',
    'quarantine',
    'snapshots',
    'cells',
    'deployments',
    'processor',
    'generations',
    'memberships',
    'components',
    'component_scopes',
    'pending',
    'facts',
  ]) {
    await knex.schema.dropTable(table);
  }
};
