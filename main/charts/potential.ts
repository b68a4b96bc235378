import type { PotentialWord, ProductPotential } from '../insight/products/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { baseOption, plainLegend, tooltip, valueAxis } from './parts.ts'
import type { ChartTheme } from './theme.ts'

/** In the order of the picture's places; the same as `potentialWords`, which charts may know by type alone. */
const words: readonly PotentialWord[] = ['rising', 'steady', 'fading', 'hidden']

/** Beyond this many points a canvas is drawn on. */
const mostInSvg = 2000
/** The lowest place of the scales, which know no 0: whatever lies below is drawn there. */
export const leastUnits = 0.1

/** Each word has one colour wherever it stands. */
export const potentialColor = (theme: ChartTheme, word: PotentialWord): string =>
  ({ rising: theme.categories[2], steady: theme.neutral, fading: theme.categories[5], hidden: theme.categories[3] })[
    word
  ]

/**
 * Units ahead by what the past lets expect, each product a point; the dashed line: just as before, beside it the band of noise of
 * a product that was on sale all the time.
 */
export function potentialChart(potential: ProductPotential, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const { points, aheadDays, basis } = potential
  const name = (word: PotentialWord) => translate(`products.words.${word}`)
  const series = words.map((word, place) => ({
    word,
    at: points.words.flatMap((own, at) => (own === place ? [at] : [])),
  }))
  const shown = (value: number) => Math.max(leastUnits, value)
  const most = points.expected.reduce((largest, value, at) => Math.max(largest, value, points.ahead[at]), 1)
  const axis = (label: string, gap: number) => ({
    ...valueAxis(kit, { name: label, gap, format: (units) => (units <= leastUnits ? `≤ ${format.tick(units)}` : format.tick(units)) }),
    type: 'log' as const,
    min: leastUnits,
    max: 10 ** Math.ceil(Math.log10(most)),
  }) // prettier-ignore
  const labels = {
    expected: translate('products.picture.expected', { days: aheadDays }),
    ahead: aheadWords(potential, kit),
  }
  return {
    title: potentialTitle(potential, kit),
    subtitle: translate(`products.picture.${basis ?? 'nothing'}`, {
      drawn: format.count(points.productIds.length),
      total: format.count(points.total),
      dispersion: format.number(potential.dispersion),
    }),
    height: 380,
    onCanvas: points.productIds.length > mostInSvg,
    option: {
      ...baseOption(kit),
      grid: { left: 64, right: 20, top: 36, bottom: 48 },
      legend: plainLegend(kit, words.map(name)),
      tooltip: tooltip(kit, ({ index, series: of }) => {
        const at = series.find(({ word }) => name(word) === of)?.at[index]
        return at === undefined ? null : describePoint(potential, at, labels, kit)
      }),
      xAxis: axis(labels.expected, 30),
      yAxis: axis(labels.ahead, 44),
      series: [
        ...guides(potential.band, theme),
        ...series.map(({ word, at }) => ({
          type: 'scatter' as const,
          name: name(word),
          symbolSize: points.productIds.length > mostInSvg ? 4 : 7,
          large: points.productIds.length > mostInSvg,
          itemStyle: { color: potentialColor(theme, word), opacity: word === 'steady' ? 0.45 : 0.8 },
          data: at.map((i) => [shown(points.expected[i]), shown(points.ahead[i])]),
        })),
      ],
    },
    table: {
      columns: [
        { label: translate('products.columns.title'), kind: 'text' },
        { label: translate('products.columns.word'), kind: 'text' },
        { label: labels.expected, kind: 'number' },
        { label: labels.ahead, kind: 'number' },
      ],
      rows: points.names.map((product, at) => [
        product,
        name(words[points.words[at]]),
        points.expected[at],
        points.ahead[at],
      ]),
    },
  }
}

const aheadWords = ({ basis, aheadDays }: ProductPotential, { translate }: ChartKit): string =>
  translate(basis === 'compared' ? 'products.picture.sold' : 'products.picture.predicted', { days: aheadDays })

/** The finding is what there is of hidden products, else of those that rise and fade. */
function potentialTitle({ counts, points, basis }: ProductPotential, { translate, format }: ChartKit): string {
  if (points.total === 0) return translate('products.picture.question')
  const figures = {
    hidden: format.count(counts.hidden),
    rising: format.count(counts.rising),
    fading: format.count(counts.fading),
  }
  return translate(basis === 'run' ? 'products.picture.title' : 'products.picture.titleCompared', figures)
}

/** The line of "just as before" and the ends of the band of noise. */
function guides(band: ProductPotential['band'], theme: ChartTheme) {
  const line = (type: 'dashed' | 'dotted', end: 0 | 1 | 2) => ({
    type: 'line' as const,
    silent: true,
    symbol: 'none',
    z: 1,
    lineStyle: { color: theme.muted, type, width: 1 },
    data: band.map((ends) => [ends[0], Math.max(leastUnits, ends[end])]),
  })
  return [line('dashed', 0), line('dotted', 1), line('dotted', 2)]
}

function describePoint(
  { points }: ProductPotential,
  at: number,
  labels: { expected: string; ahead: string },
  { translate, format }: ChartKit,
): { heading: string; lines: [string, string][] } {
  return {
    heading: points.names[at],
    lines: [
      [labels.expected, format.exact(points.expected[at])],
      [labels.ahead, format.exact(points.ahead[at])],
      [translate('products.columns.word'), translate(`products.words.${words[points.words[at]]}`)],
    ],
  }
}

/** The product of the point that was picked: its series' name and its place in it. */
export function pickedProduct(
  { points }: ProductPotential,
  series: string,
  index: number,
  kit: ChartKit,
): number | null {
  const place = words.findIndex((word) => kit.translate(`products.words.${word}`) === series)
  let seen = -1
  for (let at = 0; at < points.words.length; at++) {
    if (points.words[at] === place && ++seen === index) return points.productIds[at]
  }
  return null
}
