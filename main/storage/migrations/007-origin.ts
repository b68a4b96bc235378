/** Where the networks of a run started: drawn, from towers of another shop, or from an earlier run. */
export const origin = `
ALTER TABLE run ADD COLUMN origin TEXT NOT NULL DEFAULT 'null'; -- JSON: Origin
`
