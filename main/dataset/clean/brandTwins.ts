import { isTypo, plain, plainBrand, withoutOne } from './spelling.ts'
import { larger, sharing, type Candidate, type Twins } from './twins.ts'
import type { MergeReason } from './types.ts'

/** Shorter names are one letter apart too often by chance. */
const shortestTypo = 6

/**
 * Brands that are one: written in another way, under their names of two languages (from the lexicon, from a name that
 * holds both, from titles that name both), or one typo apart.
 */
export function* brandTwins(brands: Candidate[], lexicon: string[][], titles: Iterable<string>): Generator<Twins> {
  yield* sharing(brands, ({ name }) => plainBrand(name), 'spelling', 0.95)
  const known = new Map<string, Candidate>()
  for (const brand of brands.toSorted(larger))
    if (!known.has(plainBrand(brand.name))) known.set(plainBrand(brand.name), brand)
  yield* inLexicon(known, lexicon)
  yield* inNames(brands, known)
  yield* inTitles(known, titles)
  yield* byTypo(known)
}

type Known = Map<string, Candidate>

function twins(a: Candidate, b: Candidate, reason: MergeReason, score: number, evidence: string): Twins {
  const [to, from] = [a, b].sort(larger)
  return { from, to, reason, score, evidence }
}

function* inLexicon(known: Known, lexicon: string[][]): Generator<Twins> {
  for (const names of lexicon) {
    const found = [...new Set(names.flatMap((name) => known.get(plainBrand(name)) ?? []))].sort(larger)
    for (const other of found.slice(1)) yield twins(found[0], other, 'lexicon', 0.95, names.join(' / '))
  }
}

/** `耐克(Nike)`, `Nike/耐克`: the name of a brand beside its other name. */
export function bothNames(text: string): [string, string] | null {
  const chinese = '([\\p{Script=Han}]{2,10})'
  const latin = "([\\p{Script=Latin}][\\p{Script=Latin}\\p{N} .&'’-]{1,30}?)"
  const join = '\\s*[(（【[/|｜·]\\s*'
  const match =
    new RegExp(`${chinese}${join}${latin}\\s*(?:[)）】\\]/|｜]|$)`, 'u').exec(text) ??
    new RegExp(`${latin}${join}${chinese}\\s*(?:[)）】\\]/|｜]|$)`, 'u').exec(text)
  return match ? [plainBrand(match[1]), plainBrand(match[2])] : null
}

function* inNames(brands: Candidate[], known: Known): Generator<Twins> {
  for (const brand of brands) {
    for (const name of bothNames(brand.name) ?? []) {
      const other = known.get(name)
      if (other && other.id !== brand.id) yield twins(brand, other, 'bothNames', 0.9, brand.name)
    }
  }
}

/** The more titles name both, the surer: half the doubt goes with each. */
function* inTitles(known: Known, titles: Iterable<string>): Generator<Twins> {
  const counts = new Map<string, number>()
  for (const title of titles) {
    const names = bothNames(title)
    if (names && known.has(names[0]) && known.has(names[1]))
      counts.set(names.join(' '), (counts.get(names.join(' ')) ?? 0) + 1)
  }
  for (const [pair, count] of counts) {
    const [a, b] = pair.split(' ').flatMap((name) => known.get(name) ?? [])
    if (a.id !== b.id) yield twins(a, b, 'titles', 0.9 - 0.4 * 0.5 ** (count - 1), `${a.name} / ${b.name}`)
  }
}

function* byTypo(known: Known): Generator<Twins> {
  const near = new Map<string, string[]>()
  for (const name of known.keys()) {
    if (plain(name).length < shortestTypo) continue
    for (const key of new Set([name, ...withoutOne(name)])) {
      const names = near.get(key)
      if (names) names.push(name)
      else near.set(key, [name])
    }
  }
  const seen = new Set<string>()
  for (const names of near.values()) {
    for (const [i, a] of names.entries()) {
      for (const b of names.slice(i + 1)) {
        if (seen.has(`${a} ${b}`) || !isTypo(a, b)) continue
        seen.add(`${a} ${b}`)
        const [one, other] = [known.get(a), known.get(b)]
        if (one && other) yield twins(one, other, 'typo', 0.6, `${a} / ${b}`)
      }
    }
  }
}
