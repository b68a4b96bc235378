/** What was found out about models beside their metrics: backtests in money, robustness, how the towers were weighed. */
export const verdict = `
CREATE TABLE backtest (
  id INTEGER PRIMARY KEY,
  created_at INTEGER NOT NULL,
  fingerprint TEXT NOT NULL, -- of the data that the latest date learned from
  horizon_days INTEGER NOT NULL,
  step_days INTEGER NOT NULL,
  setup TEXT NOT NULL,      -- JSON: TrainSetup of the latest date
  config TEXT NOT NULL,     -- JSON: ModelConfig
  engine TEXT NOT NULL,     -- JSON: EngineInfo
  dates TEXT NOT NULL,      -- JSON: BacktestDate[]
  curve TEXT NOT NULL,      -- JSON: Reached[] at growing targets
  seconds REAL NOT NULL
) STRICT;

-- The customers of every date and how each contender ordered them, in chunks of at most 1 MB: any target can be asked for later.
CREATE TABLE backtest_rows (
  backtest_id INTEGER NOT NULL REFERENCES backtest (id) ON DELETE CASCADE,
  chunk INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (backtest_id, chunk)
) STRICT;

CREATE TABLE robustness (
  run_id INTEGER PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
  created_at INTEGER NOT NULL,
  seconds REAL NOT NULL,
  report TEXT NOT NULL      -- JSON: RobustnessReport
) STRICT;

-- How a run's gate weighed the towers for each score; none of runs without a gate.
CREATE TABLE score_tower (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  task TEXT NOT NULL,
  entity_id INTEGER NOT NULL, -- a user, or of the task potential a product
  brand_id INTEGER NOT NULL,  -- of the task loyalty the brand, else 0
  behaviour REAL,             -- shares, together 1; null where the network has no such tower
  product REAL,
  social REAL,
  PRIMARY KEY (run_id, task, brand_id, entity_id)
) STRICT, WITHOUT ROWID;
`
