import type { BrandStanding } from '../insight/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { withInterval } from './format.ts'
import { labelSeries } from './labels.ts'
import { baseOption, finite, knownWhiskers, tooltip, valueAxis, whiskers } from './parts.ts'
import { brandColors } from './theme.ts'

export interface DoubleJeopardyData {
  /** Largest first. */
  brands: BrandStanding[]
  windowDays: number
}

/**
 * w₀ of the double jeopardy law w·(1 − b) = w₀ (Ehrenberg, Goodhardt & Barwise 1990), the mean over brands weighted by
 * their buyers; null without brands. w is purchase days per buyer, b the penetration.
 */
export function jeopardyConstant(brands: BrandStanding[]): number | null {
  let sum = 0
  let buyers = 0
  for (const { frequency, penetration, buyers: size } of brands) {
    if (frequency.value === null || penetration.value === null) continue
    sum += size * frequency.value * (1 - penetration.value)
    buyers += size
  }
  return buyers > 0 ? sum / buyers : null
}

/** Purchase days per buyer above or below what the brand's penetration alone predicts; null where not defined. */
export function excessFrequency(brand: BrandStanding, constant: number | null): number | null {
  const { frequency, penetration } = brand
  if (constant === null || frequency.value === null || penetration.value === null || penetration.value >= 1) return null
  return frequency.value - constant / (1 - penetration.value)
}

/** Whether the whole interval of the frequency lies on one side of what size alone predicts. */
export function standsOut(brand: BrandStanding, constant: number | null): boolean {
  const excess = excessFrequency(brand, constant)
  const { value, low, high } = brand.frequency
  if (excess === null || value === null || low === null || high === null) return false
  const expected = value - excess
  return low > expected || high < expected
}

/** The largest brands are named in the picture, all of them under the pointer and in the table. */
const labelled = 8
const margins = { left: 60, right: 16, top: 16, bottom: 44 }

/** Purchase frequency by penetration; the dashed line is what size alone predicts. */
export function doubleJeopardyChart({ brands, windowDays }: DoubleJeopardyData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const drawn = brands.filter(
    (brand) => finite(brand.penetration.value) !== null && finite(brand.frequency.value) !== null,
  )
  const constant = jeopardyConstant(drawn)
  const colors = brandColors(drawn, theme)
  return {
    title: jeopardyTitle(drawn, constant, kit),
    subtitle: translate('charts.jeopardy.subtitle', { days: windowDays }),
    height: 300,
    option: {
      ...baseOption(kit),
      grid: margins,
      tooltip: tooltip(kit, ({ index, series }) =>
        series === 'brands' ? describeBrand(drawn[index], constant, kit) : null,
      ),
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
          data: expectedLine(drawn, constant),
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
        { label: translate('charts.jeopardy.excess'), kind: 'number' },
      ],
      rows: drawn.map((brand) => [
        brand.brand,
        brand.buyers,
        brand.penetration.value,
        brand.frequency.value,
        excessFrequency(brand, constant),
      ]),
    },
  }
}

function expectedLine(brands: BrandStanding[], constant: number | null): [number, number][] {
  if (constant === null) return []
  const most = Math.min(0.95, Math.max(...brands.map(({ penetration }) => penetration.value ?? 0)) * 1.05)
  return Array.from({ length: 41 }, (_, step) => {
    const penetration = (most * step) / 40
    return [penetration, constant / (1 - penetration)]
  })
}

/** Names the brand whose frequency lies furthest above its expectation, where even its interval does. */
function jeopardyTitle(brands: BrandStanding[], constant: number | null, { translate }: ChartKit): string {
  const excess = (brand: BrandStanding) => excessFrequency(brand, constant) ?? 0
  const above = brands.filter((brand) => excess(brand) > 0 && standsOut(brand, constant))
  const winner = above.toSorted((a, b) => excess(b) - excess(a)).at(0)
  return winner === undefined
    ? translate('charts.jeopardy.question')
    : translate('charts.jeopardy.title', { brand: winner.brand })
}

function describeBrand(brand: BrandStanding, constant: number | null, { translate, format }: ChartKit) {
  return {
    heading: brand.brand,
    lines: [
      [translate('charts.jeopardy.penetration'), withInterval(brand.penetration, format.percent)],
      [translate('charts.jeopardy.frequency'), withInterval(brand.frequency, format.exact)],
      [translate('charts.jeopardy.excess'), format.signed(excessFrequency(brand, constant))],
      [translate('charts.jeopardy.buyers'), format.count(brand.buyers)],
    ] satisfies [string, string][],
  }
}

const roundUp = (share: number): number => Math.min(1, Math.max(0.05, Math.ceil(share * 10) / 10))
