/**
 * Suggestions of merges that somebody has looked at and declined, whichever of the two would stay. By the ids or names of
 * the files: what was compacted away and imported again is the same still.
 */
export const declinedMerges = `
CREATE TABLE declined_merge (
  entity TEXT NOT NULL CHECK (entity IN ('user', 'product', 'brand')),
  one TEXT NOT NULL,
  other TEXT NOT NULL CHECK (one < other),
  PRIMARY KEY (entity, one, other)
) STRICT, WITHOUT ROWID;
`
