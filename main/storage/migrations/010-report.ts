/** Reports as they are defined, and what each writing of one said, to compare the next one with. */
export const report = `
CREATE TABLE report (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  definition TEXT NOT NULL,   -- JSON: ReportDefinition
  changed_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE report_writing (
  id INTEGER PRIMARY KEY,
  report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
  written_at_ms INTEGER NOT NULL,
  run_id INTEGER,             -- as it was; the run may be gone since
  basis TEXT NOT NULL,        -- what was told of: the data's fingerprint and the run
  likeness TEXT NOT NULL,     -- what has to be the same for two writings to be compared: language, filters, length of lists
  format TEXT NOT NULL,
  file TEXT NOT NULL,         -- name without its folder
  content TEXT NOT NULL       -- JSON: KeptContent
) STRICT;

CREATE INDEX report_writing_by_report ON report_writing (report_id, id);
`
