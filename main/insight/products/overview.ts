import { shownSpan } from '../filter/span.ts'
import { noiseBand } from './potential.ts'
import { isListed, type ProductScene } from './scene.ts'
import { potentialWords, type PotentialPoints, type ProductPotential } from './types.ts'

/** Points sent at most: what a picture draws smoothly. */
export const mostPoints = 100_000
const bandSteps = 40

/** The picture of a scene: counts of all products placed, and the points of as many as can be drawn. */
export function potentialOverview(scene: ProductScene, limit = mostPoints): ProductPotential {
  const { ledger, figures, placed, basis, aheadDays } = scene
  const counts = { rising: 0, steady: 0, fading: 0, hidden: 0 }
  const places: number[] = []
  let unplaced = 0
  placed.words.forEach((word, at) => {
    if (word >= 0) {
      counts[potentialWords[word]]++
      places.push(at)
    } else if (isListed(scene, at)) unplaced++
  })
  return {
    period: shownSpan(figures.span),
    compared: figures.compared && shownSpan(figures.compared),
    named: ledger.lines.product.some((product) => product >= 0),
    ...{ basis, aheadDays, dispersion: figures.dispersion, counts, unplaced },
    band: bandOf(scene, places),
    points: pointsOf(scene, places, limit),
  }
}

/** Even steps of the logarithm, from a tenth of a unit to the most that is drawn. */
function bandOf(
  { figures, placed, ahead, basis, aheadDays }: ProductScene,
  places: number[],
): ProductPotential['band'] {
  const { fromDay, toDay } = basis === 'compared' && figures.compared ? figures.compared : figures.span
  if (places.length === 0) return []
  const most = places.reduce((largest, at) => Math.max(largest, placed.expected[at], ahead[at]), 1)
  const scale = aheadDays / (toDay - fromDay)
  return Array.from({ length: bandSteps + 1 }, (_, step) => {
    const expected = 0.1 * (most / 0.1) ** (step / bandSteps)
    const half = noiseBand(expected / scale, scale, figures.dispersion, basis === 'run')
    return [expected, Math.max(0, expected - half), expected + half]
  })
}

function pointsOf({ ledger, names, placed, ahead }: ProductScene, places: number[], limit: number): PotentialPoints {
  // Every so many by place: the same ones for the same data.
  const step = Math.max(1, places.length / limit)
  const drawn = Array.from({ length: Math.min(limit, places.length) }, (_, i) => places[Math.floor(i * step)])
  const ids = drawn.map((at) => ledger.products.ids[at])
  return {
    productIds: ids,
    names: ids.map((id) => names.get(id)?.title ?? names.get(id)?.id ?? ''),
    expected: drawn.map((at) => placed.expected[at]),
    ahead: drawn.map((at) => ahead[at]),
    words: drawn.map((at) => placed.words[at]),
    total: places.length,
  }
}
