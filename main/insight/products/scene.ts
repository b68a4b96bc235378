import type { Work } from '../../base/job.ts'
import type { OpenProject } from '../../storage/operation.ts'
import type { ShopFilter } from '../filter/types.ts'
import { loadLedger } from '../ledger/ledger.ts'
import type { Ledger } from '../ledger/types.ts'
import { daysOnSale, productFigures, type ProductFigures } from './figures.ts'
import { placeProducts, type Placed } from './potential.ts'
import { predictedUnits, readProductNames } from './store.ts'

/** What every question about products begins with. */
export interface ProductScene {
  ledger: Ledger
  figures: ProductFigures
  /** By product id. */
  names: Map<number, { id: string; title: string | null }>
  basis: 'run' | 'compared' | null
  aheadDays: number
  /** Units ahead by position, NaN where unknown: predicted, else those of the period. */
  ahead: Float64Array
  predicted: Float64Array | null
  horizonDays: number | null
  placed: Placed
}

export interface SceneQuestion {
  filter: ShopFilter
  runId: number | null
}

const knownNames = new WeakMap<Ledger, ProductScene['names']>()

/** Sets the products of a filter against a run's predictions, or the period against the span that it is compared with. */
export function productScene(project: OpenProject, { filter, runId }: SceneQuestion, work: Work): ProductScene {
  const ledger = loadLedger(project, work)
  const figures = productFigures(ledger, filter)
  const names = knownNames.get(ledger) ?? readProductNames(project.database)
  knownNames.set(ledger, names)
  const run = runId === null ? null : predictedUnits(project.database, ledger, runId)
  const predicted = run?.units ?? null
  const horizonDays = run?.horizonDays ?? null
  return { ledger, figures, names, predicted, horizonDays, ...placing(ledger, figures, predicted, horizonDays) }
}

function placing(
  ledger: Ledger,
  figures: ProductFigures,
  predicted: Float64Array | null,
  horizonDays: number | null,
): Pick<ProductScene, 'basis' | 'aheadDays' | 'ahead' | 'placed'> {
  const { span, compared, now, before, everybody, isMeant, dispersion } = figures
  const days = (of: typeof span) => Float64Array.from(now.units, (_, at) => daysOnSale(ledger, of, at))
  const meant = (units: Float64Array) =>
    isMeant === null ? units : units.map((value, at) => (isMeant[at] === 1 ? value : NaN))
  if (predicted && horizonDays !== null) {
    const ahead = meant(predicted)
    const past = { past: everybody.units, pastDays: days(span) }
    const placed = placeProducts({ ...past, ahead, aheadDays: horizonDays, dispersion, isPredicted: true })
    return { basis: 'run', aheadDays: horizonDays, ahead, placed }
  }
  const aheadDays = span.toDay - span.fromDay
  if (compared && before) {
    const ahead = meant(now.units)
    const past = { past: before.units, pastDays: days(compared) }
    const placed = placeProducts({ ...past, ahead, aheadDays, dispersion, isPredicted: false })
    return { basis: 'compared', aheadDays, ahead, placed }
  }
  const nobody = new Float64Array(now.units.length).fill(NaN)
  const placed = { expected: nobody, words: new Int8Array(nobody.length).fill(-1) }
  return { basis: null, aheadDays, ahead: nobody, placed }
}

/** Whether a product is of the filter, and was sold in one of its spans or is predicted. */
export function isListed({ figures, predicted }: ProductScene, at: number): boolean {
  const { isMeant, now, before } = figures
  if (isMeant !== null && isMeant[at] === 0) return false
  return now.units[at] > 0 || (before?.units[at] ?? 0) > 0 || (predicted !== null && !Number.isNaN(predicted[at]))
}
