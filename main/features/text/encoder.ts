/** Turns a product's text into numbers. Whoever makes one has done the learning or the reading ahead. */
export interface TextEncoder {
  dimensions: number
  /** Unit length; zeros for a text without any word. What is returned holds until the next call. */
  encode(text: string): Float32Array
  /** What a run should say about it: how it was made, and what was capped. */
  note: TextNote
}

export interface TextNote {
  encoder: 'builtIn' | 'pretrained'
  dimensions: number
  /** Texts it was fitted on. */
  texts: number
  /** Different words in them; of those, how many are predicted while learning. Of the pretrained one, 0. */
  words: number
  targets: number
  /** Rows of the table that all words and their pieces are hashed into; 0 of the pretrained one. */
  tableRows: number
}

/** Scales to unit length in place; zeros stay. */
export function normalise(vector: Float32Array): Float32Array {
  let squares = 0
  for (const value of vector) squares += value * value
  const length = Math.sqrt(squares)
  if (length > 0) for (let j = 0; j < vector.length; j++) vector[j] /= length
  return vector
}
