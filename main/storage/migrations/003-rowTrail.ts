import { effectTables } from '../effects.ts'

/**
 * Which rules changed a row, beside what they made of it. What is in force keeps its effects; who changed a row is known
 * from the next time on that rules are applied. Views are made anew afterwards.
 */
export const rowTrail = `
CREATE TEMP TABLE kept_effect AS
  SELECT behaviour_id, excluded_by, type_id, quantity, price, amount, discount FROM main.row_effect;
DROP TABLE main.row_effect;
${effectTables
  .filter((table) => table.startsWith('row_effect '))
  .map((table) => `CREATE TABLE ${table};`)
  .join('\n')}
INSERT INTO main.row_effect (behaviour_id, excluded_by, type_id, quantity, price, amount, discount)
  SELECT behaviour_id, excluded_by, type_id, quantity, price, amount, discount FROM kept_effect;
DROP TABLE kept_effect;
`
