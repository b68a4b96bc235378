/** What was learned: runs, their figures and weights, scores, explanations, searches. */
export const models = `
CREATE TABLE study (
  id INTEGER PRIMARY KEY,
  created_at INTEGER NOT NULL,
  method TEXT NOT NULL,
  task TEXT NOT NULL,       -- whose validation figure is compared; 'all' for the joint loss
  space TEXT NOT NULL,      -- JSON: what is varied
  setup TEXT NOT NULL,      -- JSON: the training every trial shares
  seed INTEGER NOT NULL,
  trials_wanted INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'done', 'cancelled', 'failed', 'interrupted'))
) STRICT;

CREATE TABLE trial (
  study_id INTEGER NOT NULL REFERENCES study (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  config TEXT NOT NULL,     -- JSON
  state TEXT NOT NULL CHECK (state IN ('done', 'failed')),
  validation_loss REAL,
  task_losses TEXT NOT NULL, -- JSON
  epochs INTEGER NOT NULL,
  seconds REAL NOT NULL,
  error TEXT,
  PRIMARY KEY (study_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  created_at INTEGER NOT NULL,
  study_id INTEGER REFERENCES study (id) ON DELETE SET NULL,
  fingerprint TEXT NOT NULL, -- of the data the run learned from
  setup TEXT NOT NULL,      -- JSON: TrainSetup, all that shaped the rows
  config TEXT NOT NULL,     -- JSON: ModelConfig
  engine TEXT NOT NULL,     -- JSON: name, gpu, device, reason
  split TEXT NOT NULL,
  cutoff_ms INTEGER NOT NULL,
  scored_ms INTEGER NOT NULL, -- as of when the scores stand: the end of the data
  horizon_days INTEGER NOT NULL,
  rows_train INTEGER NOT NULL,
  rows_validation INTEGER NOT NULL,
  rows_test INTEGER NOT NULL,
  epochs INTEGER NOT NULL,
  seconds REAL NOT NULL,
  examples_per_second REAL NOT NULL,
  tasks TEXT NOT NULL,      -- JSON: task -> TaskReport
  skipped TEXT NOT NULL,    -- JSON: SkippedTask[]
  losses TEXT NOT NULL,     -- JSON: EpochNote[]
  newcomer_revenue_share REAL,
  side TEXT NOT NULL        -- JSON: SideResults, of the side tables
) STRICT;

CREATE TABLE run_source (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  source_id INTEGER NOT NULL, -- kept after an undo: lineage remembers what is gone
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  rows_kept INTEGER NOT NULL,
  PRIMARY KEY (run_id, source_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE metric (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  task TEXT NOT NULL,       -- 'side ltv' and the like: on the task's side table
  subject TEXT NOT NULL,    -- 'model' or a baseline
  name TEXT NOT NULL,
  value REAL,
  low REAL,
  high REAL,
  PRIMARY KEY (run_id, task, subject, name)
) STRICT, WITHOUT ROWID;

-- Weights and other large values, in chunks of at most 1 MB.
CREATE TABLE blob (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  name TEXT NOT NULL,       -- 'evaluation', 'refit', 'side', 'predictions'
  chunk INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (run_id, name, chunk)
) STRICT;

-- Scores as of scored_ms (the end of the data), by the refitted model.
CREATE TABLE score_user (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  user_id INTEGER NOT NULL,
  ltv REAL,
  ltv_low REAL,             -- 80% conformal interval of the single prediction
  ltv_high REAL,
  repurchase REAL,
  purchase_days INTEGER NOT NULL,
  past_spend REAL NOT NULL,
  recency_days REAL NOT NULL,
  PRIMARY KEY (run_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE score_product (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  product_id INTEGER NOT NULL,
  units REAL,
  growth REAL,
  last_period_units REAL NOT NULL,
  PRIMARY KEY (run_id, product_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE score_pair (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  user_id INTEGER NOT NULL,
  brand_id INTEGER NOT NULL,
  p REAL,
  share REAL,
  past_share REAL NOT NULL,
  brand_spend REAL NOT NULL,
  PRIMARY KEY (run_id, brand_id, user_id)
) STRICT, WITHOUT ROWID;

-- The side tables stand apart, so that no sum over customers, products or pairs takes them in.
CREATE TABLE score_cold (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  user_id INTEGER NOT NULL,
  ltv REAL,
  ltv_low REAL,             -- 80% conformal interval of the single prediction
  ltv_high REAL,
  p REAL,                   -- of a first purchase
  registered_days INTEGER NOT NULL,
  PRIMARY KEY (run_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE score_launch (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  product_id INTEGER NOT NULL,
  units REAL,               -- within the horizon from the launch
  launched_ms INTEGER,
  PRIMARY KEY (run_id, product_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE score_conquest (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  user_id INTEGER NOT NULL,
  brand_id INTEGER NOT NULL,
  p REAL,
  share REAL,
  market_share REAL NOT NULL,
  category_spend REAL NOT NULL,
  PRIMARY KEY (run_id, brand_id, user_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE explanation (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  task TEXT NOT NULL,
  method TEXT NOT NULL,
  seed INTEGER NOT NULL,
  seconds REAL NOT NULL,
  result TEXT NOT NULL      -- JSON
) STRICT;
`
