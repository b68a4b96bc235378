import type { BrandLaw, BrandStanding } from '../insight/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { withInterval } from './format.ts'
import { labelSeries } from './labels.ts'
import { baseOption, finite, knownWhiskers, tooltip, valueAxis, whiskers } from './parts.ts'
import { brandColors } from './theme.ts'

export interface DoubleJeopardyData {
  /** Largest first. */
  brands: BrandStanding[]
  windowDays: number
  law: BrandLaw | null
}

/** Purchase days per buyer above or below what the brand's size alone lets expect; null where that is not known. */
export const excessFrequency = ({ frequency, expected }: BrandStanding): number | null =>
  expected === null || frequency.value === null ? null : frequency.value - expected.frequency

/** Whether the whole interval of the frequency lies on one side of what size alone lets expect. */
export function standsOut({ frequency: { low, high }, expected }: BrandStanding): boolean {
  return expected !== null && low !== null && high !== null && (low > expected.frequency || high < expected.frequency)
}

/** The largest brands are named in the picture, all of them under the pointer and in the table. */
const labelled = 8
const margins = { left: 60, right: 16, top: 16, bottom: 44 }

/** Purchase frequency by penetration; the dashed line is what size alone predicts. */
export function doubleJeopardyChart({ brands, windowDays, law }: DoubleJeopardyData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const drawn = brands.filter(
    (brand) => finite(brand.penetration.value) !== null && finite(brand.frequency.value) !== null,
  )
  const colors = brandColors(drawn, theme)
  return {
    title: jeopardyTitle(drawn, kit),
    subtitle: translate(`charts.jeopardy.${law?.kind ?? 'noLaw'}`, { days: windowDays }),
    height: 300,
    option: {
      ...baseOption(kit),
      grid: margins,
      tooltip: tooltip(kit, ({ index, series }) => (series === 'brands' ? describeBrand(drawn[index], kit) : null)),
      xAxis: {
        ...valueAxis(kit, { name: translate('charts.jeopardy.penetration'), format: format.wholePercent }),
        min: 0,
        max: roundUp(Math.max(0, ...drawn.map(({ penetration }) => penetration.value ?? 0)) * 1.1),
      },
      yAxis: { ...valueAxis(kit, { name: translate('charts.jeopardy.frequency'), gap: 42 }), scale: true },
      series: [
        {
          type: 'line',
          silent: true,
          symbol: 'none',
          lineStyle: { color: theme.muted, type: 'dashed', width: 1.5 },
          data: law?.line ?? [],
        },
        whiskers(
          knownWhiskers(
            drawn.map(({ penetration, frequency }) => ({
              at: penetration.value ?? NaN,
              low: frequency.low,
              high: frequency.high,
            })),
          ),
          'y',
          theme.neutral,
        ),
        {
          type: 'scatter',
          name: 'brands',
          symbolSize: 12,
          z: 5,
          data: drawn.map(({ brand, penetration, frequency }) => ({
            name: brand,
            value: [penetration.value ?? '-', frequency.value ?? '-'],
            itemStyle: { color: colors.get(brand), opacity: 1 },
          })),
        },
        labelSeries(
          drawn.map(({ penetration, frequency }) => [penetration.value ?? NaN, frequency.value ?? NaN]),
          drawn.slice(0, labelled).map(({ brand }) => brand),
          margins,
          theme.ink,
        ),
      ],
    },
    table: {
      columns: [
        { label: translate('charts.brand'), kind: 'text' },
        { label: translate('charts.jeopardy.buyers'), kind: 'count' },
        { label: translate('charts.jeopardy.penetration'), kind: 'percent' },
        { label: translate('charts.jeopardy.frequency'), kind: 'number' },
        { label: translate('charts.jeopardy.expected'), kind: 'number' },
        { label: translate('charts.jeopardy.excess'), kind: 'number' },
      ],
      rows: drawn.map((brand) => [
        brand.brand,
        brand.buyers,
        brand.penetration.value,
        brand.frequency.value,
        brand.expected?.frequency ?? null,
        excessFrequency(brand),
      ]),
    },
  }
}

/** Names the brand whose frequency lies furthest above its expectation, where even its interval does. */
function jeopardyTitle(brands: BrandStanding[], { translate }: ChartKit): string {
  const excess = (brand: BrandStanding) => excessFrequency(brand) ?? 0
  const above = brands.filter((brand) => excess(brand) > 0 && standsOut(brand))
  const winner = above.toSorted((a, b) => excess(b) - excess(a)).at(0)
  return winner === undefined
    ? translate('charts.jeopardy.question')
    : translate('charts.jeopardy.title', { brand: winner.brand })
}

function describeBrand(brand: BrandStanding, { translate, format }: ChartKit) {
  return {
    heading: brand.brand,
    lines: [
      [translate('charts.jeopardy.penetration'), withInterval(brand.penetration, format.percent)],
      [translate('charts.jeopardy.frequency'), withInterval(brand.frequency, format.exact)],
      [translate('charts.jeopardy.expected'), format.exact(brand.expected?.frequency)],
      [translate('charts.jeopardy.excess'), format.signed(excessFrequency(brand))],
      [translate('charts.jeopardy.buyers'), format.count(brand.buyers)],
    ] satisfies [string, string][],
  }
}

const roundUp = (share: number): number => Math.min(1, Math.max(0.05, Math.ceil(share * 10) / 10))
