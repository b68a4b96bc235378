/** The net purchases of the state in force as columns, for dashboards; made from the rows, so it may be missing or old. */
export const ledger = `
CREATE TABLE ledger (
  id INTEGER NOT NULL,      -- 1
  chunk INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (id, chunk)
) STRICT;

CREATE TABLE ledger_state (
  state TEXT NOT NULL,      -- of the data that they were made of
  version INTEGER NOT NULL
) STRICT;

-- Selections of customers, products and time that somebody named: seen by every page.
CREATE TABLE saved_filter (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  filter TEXT NOT NULL      -- JSON: ShopFilter
) STRICT;
`
