/** Vectors of texts by pretrained models, so that a text is read once whatever is trained on it. */
export const text = `
CREATE TABLE text_vector (
  model TEXT NOT NULL,      -- SHA-256 over the model's files
  text_sha256 BLOB NOT NULL,
  vector BLOB NOT NULL,     -- float32 factor, then one signed byte per dimension
  PRIMARY KEY (model, text_sha256)
) STRICT, WITHOUT ROWID;
`
