/** Sets of customers that somebody named. */
export const customerList = `
CREATE TABLE customer_list (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE customer_list_member (
  list_id INTEGER NOT NULL REFERENCES customer_list (id) ON DELETE CASCADE,
  user_id INTEGER NOT NULL, -- kept after an undo: who is gone may come back
  PRIMARY KEY (list_id, user_id)
) STRICT, WITHOUT ROWID;
`
