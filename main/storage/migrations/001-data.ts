/** What the latest source f says; where it says nothing, what the latest one before it that does. */
const latest = (of: 'product' | 'user', column: string, wanted: string) =>
  `CASE WHEN f.${column} IS NOT NULL THEN f.${wanted} ELSE (
    SELECT g.${wanted} FROM ${of}_fact g WHERE g.${of}_id = f.${of}_id AND g.source_id < f.source_id
      AND g.${column} IS NOT NULL ORDER BY g.source_id DESC LIMIT 1) END`
const facts = ['title', 'brand_id', 'category_id', 'price', 'cost', 'rating', 'reviews']
const productColumns = [...facts, 'launched_ms', 'description', 'image']
const userColumns = ['registered_ms', 'birth_year', 'gender', 'region', 'channel']
const values = (of: 'product' | 'user', columns: string[]) =>
  columns.map((column) => `${latest(of, column, column)} AS ${column}`).join(',\n  ')
const source = (of: 'product' | 'user', column: string) => `${latest(of, column, 'source_id')} AS ${column}_source_id`

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
  reason TEXT NOT NULL,     -- a key of the locale's dataset.rejects
  raw TEXT NOT NULL,        -- cut at 2 kB
  PRIMARY KEY (source_id, line)
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
  channel TEXT
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

-- One row per act with METHODS' rules applied: quantity missing is 1, amount missing is quantity × price − discount,
-- a purchase of negative quantity (or negative amount without one) is a return; units and money are sizes, never negative.
CREATE VIEW act AS
SELECT
  id, source_id, line, user_id, time_ms, product_id, order_id, session_id, query, channel, discount,
  CASE WHEN type_id = 4 AND (COALESCE(quantity, 1) < 0 OR (quantity IS NULL AND amount < 0)) THEN 5 ELSE type_id END AS type_id,
  ABS(COALESCE(quantity, 1)) AS units,
  ABS(COALESCE(amount, COALESCE(quantity, 1) * price - COALESCE(discount, 0), 0)) AS money
FROM behaviour;

-- The facts in force: of every column the value of the latest source that names one. What counts only where its source
-- declares it known comes with that source. Attributes stand apart: each source has columns of its own.
CREATE VIEW product_current AS
SELECT f.product_id, ${values('product', productColumns)},
  ${source('product', 'rating')}, ${source('product', 'reviews')}
FROM product_fact f
WHERE f.source_id = (SELECT MAX(g.source_id) FROM product_fact g WHERE g.product_id = f.product_id);

CREATE VIEW user_current AS
SELECT f.user_id, ${values('user', userColumns)},
  ${source('user', 'channel')}
FROM user_fact f
WHERE f.source_id = (SELECT MAX(g.source_id) FROM user_fact g WHERE g.user_id = f.user_id);

-- Who did what when: the base of undo and lineage.
CREATE TABLE history (
  id INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  action TEXT NOT NULL,     -- a key of the locale's history.actions
  subject TEXT NOT NULL,
  details TEXT NOT NULL     -- JSON
) STRICT;
`
