import { createHash } from 'node:crypto'
import { AssayError } from '../../base/errors.ts'
import type { Work } from '../../base/job.ts'
import type { OpenProject } from '../../storage/operation.ts'
import { joinText } from '../catalogue.ts'
import type { TrainSetup } from '../types.ts'
import type { TextEncoder } from './encoder.ts'
import { readModelFolder } from './modelFolder.ts'
import { encodeWithPretrained } from './pretrained.ts'
import { insertVectors, readTexts, readVectors } from './vectorStore.ts'

/**
 * The pretrained encoder that a setup names, with the vectors of all the catalogue's texts; null where it names none.
 * Vectors are kept in the project by model and text; those that are not there are computed, and kept where `keep` says so.
 * Throws what reading the folder and running the model throw; `features.textModel` where the folder holds another model
 * than when the setup was resolved.
 */
export async function readAhead(
  { database }: OpenProject,
  { text }: Pick<TrainSetup, 'text'>,
  keep: boolean,
  work: Work,
): Promise<TextEncoder | null> {
  if (text.fingerprint === null) return null
  const model = readModelFolder(text.encoder)
  if (model.fingerprint !== text.fingerprint) {
    const problem = `expected the model of fingerprint ${text.fingerprint}, found ${model.fingerprint}`
    throw new AssayError('features.textModel', { folder: text.encoder, problem })
  }
  const texts = [...new Set(readTexts(database).map(({ title, description }) => joinText(title, description)))]
  const hashes = texts.map((words) => createHash('sha256').update(words).digest())
  const vectors = readVectors(database, model.fingerprint, hashes).map((stored) => stored && unpack(stored))
  const missing = [...texts.keys()].filter((i) => vectors[i] === undefined)
  if (missing.length > 0) {
    const found = await encodeWithPretrained(
      model,
      missing.map((i) => texts[i]),
      work,
    )
    const packed = found.vectors.map(pack)
    if (keep)
      insertVectors(
        database,
        model.fingerprint,
        missing.map((i) => hashes[i]),
        packed,
      )
    // What was just computed goes the way of what is stored: the first training and the next see the same.
    missing.forEach((i, k) => (vectors[i] = unpack(packed[k])))
  }
  return lookUp(texts, vectors)
}

function lookUp(texts: string[], vectors: (Float32Array | undefined)[]): TextEncoder {
  const places = new Map(texts.map((text, i) => [text, i]))
  const dimensions = vectors.find((vector) => vector !== undefined)?.length ?? 0
  const nothing = new Float32Array(dimensions)
  return {
    dimensions,
    encode: (text) => vectors[places.get(text) ?? -1] ?? nothing,
    note: { encoder: 'pretrained', dimensions, texts: texts.length, words: 0, targets: 0, tableRows: 0 },
  }
}

const factorBytes = 4

/** A quarter of the space: one signed byte per dimension, and what one step of it is worth. */
export function pack(vector: Float32Array): Buffer {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  const packed = Buffer.alloc(factorBytes + vector.length)
  packed.writeFloatLE(largest / 127, 0)
  if (largest > 0) vector.forEach((value, j) => packed.writeInt8(Math.round((value / largest) * 127), factorBytes + j))
  return packed
}

export function unpack(packed: Buffer): Float32Array {
  const factor = packed.readFloatLE(0)
  return Float32Array.from({ length: packed.length - factorBytes }, (_, j) => factor * packed.readInt8(factorBytes + j))
}
