import { effectTables } from '../effects.ts'
import { emptyState, textOf } from '../state.ts'

/** What was imported: sources, their rejects, and the rows they brought. */
export const data = `
CREATE TABLE project (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('behaviour', 'products', 'users', 'social', 'campaigns')),
  name TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  format TEXT NOT NULL,     -- JSON: encoding, delimiter, header, dates …, as it was read
  mapping TEXT NOT NULL,    -- JSON: canonical column -> column of the file or a constant
  known TEXT NOT NULL,      -- JSON array: undated columns declared known before any cutoff
  reading TEXT NOT NULL DEFAULT '{}', -- JSON: kind as it was said, columns of the file, shape, template, records read …
  rows_read INTEGER NOT NULL,
  rows_kept INTEGER NOT NULL,
  rows_rejected INTEGER NOT NULL,
  rows_duplicate INTEGER NOT NULL,
  first_ms INTEGER,
  last_ms INTEGER,
  imported_at INTEGER NOT NULL,
  seconds REAL NOT NULL
) STRICT;

CREATE TABLE reject (
  source_id INTEGER NOT NULL REFERENCES source (id) ON DELETE CASCADE,
  line INTEGER NOT NULL,
  item INTEGER NOT NULL DEFAULT 0, -- a record that became several rows may have several rejects
  reason TEXT NOT NULL,     -- a key of the locale's dataset.rejects
  raw TEXT NOT NULL,        -- cut at 2 kB
  PRIMARY KEY (source_id, line, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE user (id INTEGER PRIMARY KEY, external TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE product (id INTEGER PRIMARY KEY, external TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE brand (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE category (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

-- Ids below 100 are Assay's own words; what a file calls otherwise gets the next id from 100.
CREATE TABLE act_type (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
INSERT INTO act_type (id, name) VALUES
  (1, 'view'), (2, 'cart'), (3, 'favourite'), (4, 'purchase'), (5, 'return'),
  (6, 'review'), (7, 'comment'), (8, 'share'), (9, 'search'), (10, 'unfavourite'), (11, 'uncart');

CREATE TABLE behaviour (
  id INTEGER PRIMARY KEY,   -- rows of one source are consecutive
  source_id INTEGER NOT NULL REFERENCES source (id),
  line INTEGER NOT NULL,
  user_id INTEGER NOT NULL REFERENCES user (id),
  time_ms INTEGER NOT NULL,
  product_id INTEGER REFERENCES product (id),
  type_id INTEGER NOT NULL REFERENCES act_type (id),
  quantity REAL,
  price REAL,
  amount REAL,
  discount REAL,
  order_id TEXT,
  session_id TEXT,
  query TEXT,
  channel TEXT,
  currency TEXT             -- as the file writes it; amounts are in it
) STRICT;

-- Catalogue facts are kept per source; the latest source wins, so undoing an import brings the older ones back.
CREATE TABLE product_fact (
  product_id INTEGER NOT NULL REFERENCES product (id),
  source_id INTEGER NOT NULL REFERENCES source (id),
  line INTEGER NOT NULL,
  title TEXT,
  brand_id INTEGER REFERENCES brand (id),
  category_id INTEGER REFERENCES category (id),
  price REAL,
  cost REAL,
  rating REAL,
  reviews REAL,
  launched_ms INTEGER,
  description TEXT,
  image TEXT,
  PRIMARY KEY (product_id, source_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE user_fact (
  user_id INTEGER NOT NULL REFERENCES user (id),
  source_id INTEGER NOT NULL REFERENCES source (id),
  line INTEGER NOT NULL,
  registered_ms INTEGER,
  birth_year INTEGER,
  gender TEXT,
  region TEXT,
  channel TEXT,
  attributes TEXT,          -- JSON object of every further column
  PRIMARY KEY (user_id, source_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE social_link (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES source (id),
  line INTEGER NOT NULL,
  user_id INTEGER NOT NULL REFERENCES user (id),
  peer_id INTEGER NOT NULL REFERENCES user (id),
  relation TEXT,
  weight REAL,
  time_ms INTEGER           -- NULL: undated; counts only where the source declares it known
) STRICT;

CREATE TABLE campaign_contact (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES source (id),
  line INTEGER NOT NULL,
  user_id INTEGER NOT NULL REFERENCES user (id),
  campaign TEXT NOT NULL,
  time_ms INTEGER,
  treated INTEGER,
  cost REAL,
  outcome REAL
) STRICT;

-- What decides what the data say, one row per state that the project ever stood in; the rows themselves never change.
CREATE TABLE data_state (
  id INTEGER PRIMARY KEY,
  content TEXT NOT NULL UNIQUE -- JSON: sources in force, cleaning rules, merges
) STRICT;
INSERT INTO data_state (id, content) VALUES (1, '${textOf(emptyState)}');

-- The effects of the state in force, which the views read.
${effectTables.map((table) => `CREATE TABLE ${table};`).join('\n')}
INSERT INTO applied_state (content) SELECT content FROM data_state;

-- Who did what when: the base of undo and lineage.
CREATE TABLE history (
  id INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  action TEXT NOT NULL,     -- a key of the locale's history.actions
  subject TEXT NOT NULL,
  details TEXT NOT NULL,    -- JSON
  state_id INTEGER NOT NULL REFERENCES data_state (id) -- the state after it
) STRICT;

-- The line along which undo and redo move; the project's 'position' says where it stands.
CREATE TABLE step (
  position INTEGER PRIMARY KEY,
  state_id INTEGER NOT NULL REFERENCES data_state (id),
  history_id INTEGER REFERENCES history (id)
) STRICT;
INSERT INTO step (position, state_id) VALUES (0, 1);
INSERT INTO project (key, value) VALUES ('position', '0');
`
