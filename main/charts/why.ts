import type { CustomerWhy, WhyPart } from '../explain/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { featureWords } from './featureWords.ts'
import { rangeWords } from './format.ts'
import { baseOption, finite, knownWhiskers, namesAxis, tooltip, valueAxis, whiskers } from './parts.ts'

export type WhyOutput = CustomerWhy['outputs'][number]

/** Parts drawn one by one; the table holds all. */
const shown = 9

/** What each kind of input adds to one customer's prediction, from a customer at the mean of all inputs to this one. */
export function whyChart(why: WhyOutput, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const isMoney = why.output === 'ltv'
  const words = (key: string, params = {}) => translate(`charts.why.${key}`, params)
  const amount = isMoney ? format.money : format.percent
  const added = (value: number) => `${value > 0 ? '+' : ''}${amount(value)}`
  const drawn = withRest(why.parts)
  const names = drawn.map(({ concept }) => words(`concepts.${concept}`))
  return {
    title: words('title', {
      predicted: amount(why.predicted),
      difference: added(why.predicted - why.typical),
      typical: amount(why.typical),
    }),
    subtitle: words('subtitle'),
    height: 60 + 24 * drawn.length,
    option: {
      ...baseOption(kit),
      grid: { left: 192, right: 32, top: 4, bottom: 44 },
      tooltip: tooltip(kit, ({ index }) => {
        const { value, column, own, mean } = drawn[index]
        return {
          heading: names[index],
          lines: [
            [words('adds'), added(value)],
            [words('sampling'), rangeWords(drawn[index], amount)],
            ...(column === null
              ? []
              : ([
                  [featureWords(kit, column), format.number(own)],
                  [words('mean'), format.number(mean)],
                ] satisfies [string, string][])),
          ],
        }
      }),
      xAxis: valueAxis(kit, {
        name: words(`axis.${why.output}`),
        format: isMoney ? format.money : format.wholePercent,
      }),
      yAxis: namesAxis(kit, names, 184),
      series: [
        {
          type: 'bar',
          barMaxWidth: 12,
          data: drawn.map(({ value }) => ({
            value: finite(value),
            itemStyle: { color: value >= 0 ? theme.positive : theme.negative, borderRadius: 2 },
            label: { show: true, position: value >= 0 ? ('right' as const) : ('left' as const), color: theme.ink, fontSize: 11 }, // prettier-ignore
          })),
          label: { distance: 8, formatter: ({ dataIndex }) => added(drawn[dataIndex].value) },
        },
        whiskers(knownWhiskers(drawn.map(({ low, high }, at) => ({ at, low, high }))), 'x', theme.ink),
      ],
    },
    table: {
      columns: [
        { label: words('kind'), kind: 'text' },
        { label: words('adds'), kind: isMoney ? 'money' : 'percent' },
        { label: translate('charts.low'), kind: isMoney ? 'money' : 'percent' },
        { label: translate('charts.high'), kind: isMoney ? 'money' : 'percent' },
        { label: words('input'), kind: 'text' },
        { label: words('own'), kind: 'number' },
        { label: words('mean'), kind: 'number' },
      ],
      rows: why.parts.map(({ concept, value, low, high, column, own, mean }) => [
        ...[words(`concepts.${concept}`), value, low, high],
        ...[column === null ? null : featureWords(kit, column), own, mean],
      ]),
    },
  }
}

type DrawnPart = Omit<WhyPart, 'concept' | 'low' | 'high'> & {
  concept: WhyPart['concept'] | 'rest'
  low: number | null
  high: number | null
}

/** The largest, and what all others add together: their errors lean on each other, so that of the sum is not known. */
function withRest(parts: WhyPart[]): DrawnPart[] {
  if (parts.length <= shown + 1) return parts
  const value = parts.slice(shown).reduce((sum, part) => sum + part.value, 0)
  const rest: DrawnPart = { concept: 'rest', value, low: null, high: null, column: null, own: null, mean: null }
  return [...parts.slice(0, shown), rest]
}
