/** Suggestions of merges that somebody has looked at and declined: they are not made again until that is taken back. */
export const declinedMerges = `
CREATE TABLE declined_merge (
  entity TEXT NOT NULL CHECK (entity IN ('user', 'product', 'brand')),
  from_id INTEGER NOT NULL,
  to_id INTEGER NOT NULL,
  PRIMARY KEY (entity, from_id, to_id)
) STRICT, WITHOUT ROWID;
`
