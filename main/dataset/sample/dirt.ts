import type { Random } from '../../base/random.ts'

/** Dirt in the files' text, counted per kind. */
export interface FileDirt {
  /** Exact copies, beside the rows they copy. */
  duplicateRows: number
  /** Rows that cannot be kept: no time, or none that can be read. */
  missingTimes: number
  unparsableTimes: number
  /** User ids with blanks around them. */
  paddedIds: number
  /** Amounts written like ¥1,299.00. */
  currencyAmounts: number
  genderVariants: number
  productsMissingFromCatalogue: string[]
  missingPrices: number
  missingBrands: number
}

const duplicateShare = 0.003
const counts = { missingTimes: 4, unparsableTimes: 6, paddedIds: 25, currencyAmounts: 15 } as const
const catalogueCounts = { missingFromCatalogue: 5, missingPrices: 12, missingBrands: 8 } as const
const wrongTimes = ['not recorded', '2025-13-45 10:00:00', '0000-00-00 00:00:00']
const genderSpellings = { female: ['Female', 'FEMALE', 'F', '女'], male: ['Male', 'MALE', 'M', '男'] }
const genderVariantShare = 0.04

type Row = string[]

/** Column positions that dirt touches. */
export interface BehaviourColumns {
  user: number
  time: number
  type: number
  amount: number
}

type BehaviourDirt = Pick<
  FileDirt,
  'duplicateRows' | 'missingTimes' | 'unparsableTimes' | 'paddedIds' | 'currencyAmounts'
>

/** Spoils rows in place and returns them with the duplicates put in. No row is spoilt twice. */
export function soilBehaviour(
  rows: Row[],
  columns: BehaviourColumns,
  random: Random,
): { rows: Row[]; dirt: BehaviourDirt } {
  const taken = new Set<number>()
  const pick = (count: number, type: string) => {
    const suitable = [...rows.keys()].filter((index) => rows[index][columns.type] === type && !taken.has(index))
    const picked = random.shuffle(suitable).slice(0, count)
    for (const index of picked) taken.add(index)
    return picked
  }
  // Times are lost on views only, so that what was sold stays what it was.
  for (const index of pick(counts.missingTimes, 'view')) rows[index][columns.time] = ''
  pick(counts.unparsableTimes, 'view').forEach((index, i) => {
    rows[index][columns.time] = wrongTimes[i % wrongTimes.length]
  })
  for (const index of pick(counts.paddedIds, 'view')) rows[index][columns.user] = ` ${rows[index][columns.user]} `
  for (const index of pick(counts.currencyAmounts, 'purchase')) {
    rows[index][columns.amount] = withCurrency(rows[index][columns.amount])
  }
  const repeats = new Set<number>()
  const duplicateRows = Math.round(duplicateShare * rows.length)
  while (repeats.size < duplicateRows) {
    const index = random.integer(rows.length)
    if (!taken.has(index)) repeats.add(index)
  }
  const soiled = rows.flatMap((row, index) => (repeats.has(index) ? [row, row] : [row]))
  return { rows: soiled, dirt: { duplicateRows, ...counts } }
}

function withCurrency(amount: string): string {
  const [whole, cents] = amount.replace('-', '').split('.')
  const sign = amount.startsWith('-') ? '-' : ''
  return `${sign}¥${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`
}

type CatalogueDirt = Pick<FileDirt, 'productsMissingFromCatalogue' | 'missingPrices' | 'missingBrands'>

/** `columns` are the positions of id, brand and price. The first `spared` rows stay clean. */
export function soilCatalogue(
  rows: Row[],
  columns: { id: number; brand: number; price: number },
  spared: number,
  random: Random,
): { rows: Row[]; dirt: CatalogueDirt } {
  const indices = random.shuffle([...rows.keys()].slice(spared))
  const take = (count: number) => indices.splice(0, Math.min(count, indices.length))
  const missing = new Set(take(catalogueCounts.missingFromCatalogue))
  const priceless = take(catalogueCounts.missingPrices)
  const brandless = take(catalogueCounts.missingBrands)
  for (const index of priceless) rows[index][columns.price] = ''
  for (const index of brandless) rows[index][columns.brand] = ''
  return {
    rows: rows.filter((_, index) => !missing.has(index)),
    dirt: {
      productsMissingFromCatalogue: [...missing].sort((a, b) => a - b).map((index) => rows[index][columns.id]),
      missingPrices: priceless.length,
      missingBrands: brandless.length,
    },
  }
}

/** Spells some genders in other ways. Returns how many. */
export function soilGenders(rows: Row[], gender: number, random: Random): number {
  let variants = 0
  for (const row of rows) {
    const value = row[gender]
    if ((value !== 'female' && value !== 'male') || random.uniform() >= genderVariantShare) continue
    row[gender] = genderSpellings[value][random.integer(genderSpellings[value].length)]
    variants++
  }
  return variants
}
