/** How titles were read: a note beside every run, and vectors by pretrained models, so that a text is read only once. */
export const text = `
CREATE TABLE text_vector (
  model TEXT NOT NULL,      -- SHA-256 over the model's files
  text_sha256 BLOB NOT NULL,
  vector BLOB NOT NULL,     -- float32 factor, then one signed byte per dimension
  PRIMARY KEY (model, text_sha256)
) STRICT, WITHOUT ROWID;

ALTER TABLE run ADD COLUMN text TEXT NOT NULL DEFAULT 'null'; -- JSON: TextNote

-- Trainings from before titles were read left them out.
UPDATE run SET setup = json_set(setup, '$.text', json('{"encoder":"off","fingerprint":null}'))
WHERE json_extract(setup, '$.text') IS NULL;
UPDATE study SET setup = json_set(setup, '$.text', json('{"encoder":"off","fingerprint":null}'))
WHERE json_extract(setup, '$.text') IS NULL;
`
