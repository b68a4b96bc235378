/**
 * The tables that hold a state's effects, each as what follows CREATE TABLE: the project has them for the state in force,
 * a connection that looks at another state makes temporary ones. A row's effect has values only where a rule gives some;
 * `row_net` holds what returns leave of purchases, and every return with 0 units, where the rule for that is on.
 */
export const effectTables = [
  'applied_state (content TEXT NOT NULL) STRICT', // one row
  'in_force (source_id INTEGER PRIMARY KEY) STRICT',
  `row_effect (
  behaviour_id INTEGER PRIMARY KEY,
  excluded_by INTEGER,      -- id of the rule that leaves the row out
  type_id INTEGER,
  quantity REAL,
  price REAL,
  amount REAL,
  discount REAL,
  changed_by INTEGER,       -- id of the latest rule that gave values
  trail TEXT                -- where several did, the earlier ones: [rule, type_id, quantity, price, amount, discount], …
) STRICT`,
  'row_net (behaviour_id INTEGER PRIMARY KEY, units REAL NOT NULL, money REAL NOT NULL) STRICT',
  `rule_effect (
  rule_id INTEGER PRIMARY KEY,
  rows_excluded INTEGER NOT NULL,
  rows_changed INTEGER NOT NULL,
  revenue REAL NOT NULL,    -- by how much the rule moves the money of purchases …
  returned REAL NOT NULL    -- … and of returns
) STRICT`,
  ...['user', 'product', 'brand'].map(
    (entity) =>
      `${entity}_merge (from_id INTEGER PRIMARY KEY, to_id INTEGER NOT NULL, UNIQUE (to_id, from_id)) STRICT, WITHOUT ROWID`,
  ),
  // Whom and what no row in force speaks of.
  ...['user', 'product', 'brand', 'category'].map((entity) => `${entity}_absent (id INTEGER PRIMARY KEY) STRICT`),
]

/** Their names. */
export const effectTableNames = effectTables.map((table) => table.slice(0, table.indexOf(' ')))
