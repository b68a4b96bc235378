import type { LookalikeReport, TraitDifference } from '../insight/customers/types.ts'
import type { Chart, ChartKit, ChartTable } from './chart.ts'
import { withInterval } from './format.ts'
import { baseOption, finite, guideLine, knownWhiskers, namesAxis, tooltip, valueAxis, whiskers } from './parts.ts'

/** What a trait is called; a single category or brand by its own name. */
export const traitName = ({ name, of }: Pick<TraitDifference, 'name' | 'of'>, { translate }: ChartKit): string =>
  translate(`charts.customers.traits.names.${name}`, { of: of ?? '' })

export function traitFigure({ measure }: TraitDifference, value: number, { format }: ChartKit): string {
  if (measure === 'share') return format.percent(value)
  return measure === 'money' ? format.money(value) : format.number(value)
}

/** How the customers of a list differ from the others, trait by trait, in deviations with intervals. */
export function traitsChart({ traits, members, others }: LookalikeReport, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const words = (key: string, params = {}) => translate(`charts.customers.traits.${key}`, params)
  const names = traits.map((trait) =>
    words('label', {
      name: traitName(trait, kit),
      members: traitFigure(trait, trait.members, kit),
      others: traitFigure(trait, trait.others, kit),
    }),
  )
  return {
    title: titleOf(traits, kit),
    subtitle: words('subtitle', { members: format.count(members), others: format.count(others) }),
    height: 64 + 26 * traits.length,
    option: {
      ...baseOption(kit),
      grid: { left: 340, right: 32, top: 8, bottom: 44 },
      tooltip: tooltip(kit, ({ index }) => ({
        heading: traitName(traits[index], kit),
        lines: [
          [words('members'), traitFigure(traits[index], traits[index].members, kit)],
          [words('others'), traitFigure(traits[index], traits[index].others, kit)],
          [words('difference'), withInterval(traits[index].difference, format.signed, format.exact)],
        ],
      })),
      xAxis: valueAxis(kit, { name: words('axis') }),
      yAxis: namesAxis(kit, names, 328),
      series: [
        {
          type: 'scatter',
          symbolSize: 10,
          z: 5,
          itemStyle: { color: theme.accent, opacity: 1 },
          data: traits.map(({ difference }, at) => [finite(difference.value), at]),
          markLine: guideLine(kit, [{ xAxis: 0 }]),
        },
        whiskers(
          knownWhiskers(traits.map(({ difference }, at) => ({ at, low: difference.low, high: difference.high }))),
          'x',
          theme.ink,
        ),
      ],
    },
    table: tableOf(traits, kit),
  }
}

function tableOf(traits: TraitDifference[], kit: ChartKit): ChartTable {
  const words = (key: string) => kit.translate(`charts.customers.traits.${key}`)
  return {
    columns: [
      { label: words('trait'), kind: 'text' },
      { label: words('members'), kind: 'number' },
      { label: words('others'), kind: 'number' },
      { label: words('difference'), kind: 'number' },
      { label: kit.translate('charts.low'), kind: 'number' },
      { label: kit.translate('charts.high'), kind: 'number' },
    ],
    rows: traits.map((trait) => [
      traitName(trait, kit),
      ...[trait.members, trait.others, trait.difference.value, trait.difference.low, trait.difference.high],
    ]),
  }
}

/** The largest difference, where it is surely one. */
function titleOf(traits: TraitDifference[], kit: ChartKit): string {
  const first = traits.at(0)
  const { value, low, high } = first?.difference ?? { value: null, low: null, high: null }
  if (!first || value === null || low === null || high === null || (low <= 0 && high >= 0)) {
    return kit.translate('charts.customers.traits.question')
  }
  return kit.translate('charts.customers.traits.title', {
    name: traitName(first, kit),
    members: traitFigure(first, first.members, kit),
    others: traitFigure(first, first.others, kit),
  })
}
