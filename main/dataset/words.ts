import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { resourcesFolder } from '../base/resources.ts'
import { fieldsOfKind, storedKind } from './fields.ts'
import type { ImportKind, StoredKind } from './types.ts'

interface SynonymTable extends Record<'common' | 'late' | StoredKind, Record<string, string[]>> {
  review: string[]
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(resourcesFolder, 'import', name), 'utf8'))

const synonyms = read('columns.json') as SynonymTable
const actWords = read('actTypes.json') as Record<string, string[]>

/** `User ID`, `user_id` and `userId` are one name: letters of any script without their accents, and digits, in lower case. */
export const normalise = (name: string): string =>
  (plainName.test(name) ? name : name.normalize('NFKD')).toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

const plainName = /^[\x20-\x7e]*$/

/** Names under which each canonical column of a kind is known, the likeliest first; one ending in `*` is a beginning. */
export function synonymsOf(kind: ImportKind): { field: string; names: string[] }[] {
  return fieldsOfKind[kind].map(({ name }) => {
    const names = synonyms[storedKind(kind)][name] ?? synonyms.common[name] ?? [name]
    return { field: name, names: names.map((each) => normalise(each) + (each.endsWith('*') ? '*' : '')) }
  })
}

/** Further names of a canonical column, for columns that nothing better claims. */
export const lateNamesOf = (field: string): string[] => (synonyms.late[field] ?? []).map(normalise)

/** Names of columns that only reviews have. */
export const reviewNames: ReadonlySet<string> = new Set(synonyms.review.map(normalise))

const actOfWord = new Map<string, string>()
for (const [act, words] of Object.entries(actWords)) for (const word of words) actOfWord.set(normalise(word), act)

/** The canonical act of a word of the file: `pv` → `view`, `退款` → `return`; an unknown word stands for itself. */
export const actOf = (word: string): string => actOfWord.get(normalise(word)) ?? word.toLowerCase()

/** The acts Assay has a word for. */
export const knownActs: ReadonlySet<string> = new Set(Object.keys(actWords))
