// @ts-check

/**
 * Which outcome of which request its requester has been told.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('claim_notices', table => {
    table.comment('Outcomes of requests that the requester has been told of');
    table
      .text('claim_uid')
      .notNullable()
      .comment('uid that the cluster gave the claim');
    table
      .text('outcome')
      .notNullable()
      .comment('What was told: ready or failed');
    table
      .timestamp('told_at')
      .notNullable()
      .comment('When; old rows are deleted by it');
    table.primary(['claim_uid', 'outcome']);
    table.index('told_at', 'claim_notices_told_at_idx');
  });
};

/**
 * @param {import('knex').Knex} knex
 */
exports.down = async function down(knex) {
  await knex.schema.dropTable('claim_notices');
};
