import { createHash } from 'node:crypto'
import { createBuiltInEncoder } from './builtIn.ts'
import type { TextEncoder } from './encoder.ts'

/** One seed for all: an encoder is part of the data, and runs that differ in their seed alone share it. */
const seed = 1
/** A training asks for two: the one that is tested and the refit's. */
const mostKept = 2
const kept = new Map<string, TextEncoder>()

/** The built-in encoder of these texts; learned once in a process, since rows are built several times over. */
export function builtInEncoder(texts: string[]): TextEncoder {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(text).update('\0')
  const key = hash.digest('hex')
  const encoder = kept.get(key) ?? createBuiltInEncoder(texts, seed)
  kept.delete(key)
  kept.set(key, encoder)
  const [oldest] = kept.keys()
  if (kept.size > mostKept) kept.delete(oldest)
  return encoder
}
