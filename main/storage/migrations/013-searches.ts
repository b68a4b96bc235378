/** The searches of the state in force as columns, with what followed them, for the demand page; made from the rows, so they may be missing or old. */
export const searches = `
CREATE TABLE searches (
  id INTEGER NOT NULL,      -- 1
  chunk INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (id, chunk)
) STRICT;

CREATE TABLE searches_state (
  state TEXT NOT NULL,      -- of the data that they were made of
  version INTEGER NOT NULL
) STRICT;
`
