import { normalise } from './normalise.ts'

const [words] = Object.values(
  import.meta.glob<Record<string, string[]>>('../../../resources/import/actTypes.json', {
    eager: true,
    import: 'default',
  }),
)

const actOfWord = new Map(
  Object.entries(words).flatMap(([act, names]) => names.map((name) => [normalise(name), act] as const)),
)

/** The act that a word of a file is taken for without being told; null for an unknown one, which becomes an act of its own. */
export const recogniseAct = (word: string): string | null => actOfWord.get(normalise(word)) ?? null

/** The acts to choose from, the common ones first. */
export const acts = ['purchase', 'return', 'view', 'cart', 'favourite', 'review', 'comment', 'share', 'search'] as const
