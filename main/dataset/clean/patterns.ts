import { z } from 'zod'
import type { Statement } from './ruleKind.ts'

/** Whole texts, blanks around them aside, in any case of A to Z; `*` stands for any characters, `?` for one. */
export const patterns = z.array(z.string().trim().min(1).max(500)).max(100_000).default([])

const hasWildcard = (text: string) => /[*?]/.test(text)

/** Holds where a text column matches one of the patterns that `patternValues` gives under a name. */
export const matches = (column: string, name: string): string => `(
  LOWER(TRIM(${column})) IN (SELECT value FROM json_each(@${name}))
  OR EXISTS (SELECT 1 FROM json_each(@${name}Globs) g WHERE LOWER(TRIM(${column})) GLOB g.value))`

/** SQLite's LOWER knows the letters of ASCII alone, and its GLOB takes a bracket for a class of characters. */
export function patternValues(name: string, texts: string[]): NonNullable<Statement['values']> {
  const lower = texts.map((text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()))
  return {
    [name]: JSON.stringify(lower.filter((text) => !hasWildcard(text))),
    [`${name}Globs`]: JSON.stringify(lower.filter(hasWildcard).map((text) => text.replaceAll('[', '[[]'))),
  }
}
