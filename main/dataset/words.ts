import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { resourcesFolder } from '../base/resources.ts'
import { fieldsOfKind, storedKind } from './fields.ts'
import type { ImportKind, StoredKind } from './types.ts'

type SynonymTable = Record<'common' | StoredKind, Record<string, string[]>>

const read = (name: string): unknown => JSON.parse(readFileSync(join(resourcesFolder, 'import', name), 'utf8'))

const synonyms = read('columns.json') as SynonymTable
const actWords = read('actTypes.json') as Record<string, string[]>

/** `User ID`, `user_id` and `userId` are one name: letters (of any script) and digits, in lower case. */
export const normalise = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** Names under which each canonical column of a kind is known, the likeliest first; one ending in `*` is a beginning. */
export function synonymsOf(kind: ImportKind): { field: string; names: string[] }[] {
  return fieldsOfKind[kind].map(({ name }) => {
    const names = synonyms[storedKind(kind)][name] ?? synonyms.common[name] ?? [name]
    return { field: name, names: names.map((each) => normalise(each) + (each.endsWith('*') ? '*' : '')) }
  })
}

const actOfWord = new Map<string, string>()
for (const [act, words] of Object.entries(actWords)) for (const word of words) actOfWord.set(normalise(word), act)

/** The canonical act of a word of the file: `pv` → `view`, `退款` → `return`; an unknown word stands for itself. */
export const actOf = (word: string): string => actOfWord.get(normalise(word)) ?? word.toLowerCase()

/** The acts Assay has a word for. */
export const knownActs: ReadonlySet<string> = new Set(Object.keys(actWords))
