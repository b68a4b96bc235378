/** The analyst's own tasks, what runs say of them and of nearer horizons, and what came of their learning. */
export const ownTasks = `
CREATE TABLE own_task (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  definition TEXT NOT NULL  -- JSON: OwnTask
) STRICT;

-- Columns of customers' scores beyond those of score_user: one for each own task and each horizon before the last.
CREATE TABLE score_column (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  output TEXT NOT NULL,     -- 'yesNo:buys tools.p', 'ltv.within30'
  UNIQUE (run_id, output)
) STRICT;

CREATE TABLE score_figure (
  column_id INTEGER NOT NULL REFERENCES score_column (id) ON DELETE CASCADE,
  user_id INTEGER NOT NULL,
  value REAL,
  PRIMARY KEY (column_id, user_id)
) STRICT, WITHOUT ROWID;

ALTER TABLE run ADD COLUMN learning TEXT NOT NULL DEFAULT '{}'; -- JSON: LearningNotes
`
