import type { Bridge, BridgeStep } from '../insight/customers/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { baseOption, categoryAxis, tooltip, valueAxis } from './parts.ts'

interface Bar {
  name: string
  /** Where the bar begins and ends. */
  from: number
  to: number
  customers: number | null
  isTotal: boolean
}

/** From the revenue of one span to that of another: what each kind of customer added or took away. */
export function bridgeChart(bridge: Bridge, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const bars = barsOf(bridge, kit)
  const money = ({ from, to, isTotal }: Bar) => (isTotal ? to : to - from)
  const words = (bar: Bar) => (bar.isTotal ? format.money(bar.to) : signedMoney(money(bar), kit))
  return {
    title: bridgeTitle(bridge, kit),
    subtitle: translate('charts.customers.bridge.subtitle', { same: format.count(bridge.same) }),
    height: 300,
    option: {
      ...baseOption(kit),
      grid: { left: 72, right: 16, top: 24, bottom: 44 },
      tooltip: tooltip(kit, ({ index }) => ({
        heading: bars[index].name,
        lines: [
          [translate('charts.customers.money'), format.exactMoney(money(bars[index]))],
          ...(bars[index].customers === null
            ? []
            : [[translate('charts.customers.customers'), format.count(bars[index].customers)] as [string, string]]),
        ],
      })),
      xAxis: {
        ...categoryAxis(
          kit,
          bars.map(({ name }) => name),
          { name: '' },
        ),
        axisLabel: { color: theme.ink, fontSize: 12, interval: 0 },
      },
      yAxis: valueAxis(kit, { name: translate('charts.customers.revenue'), format: format.money, gap: 54 }),
      series: [
        {
          type: 'bar',
          stack: 'bridge',
          silent: true,
          itemStyle: { color: 'transparent' },
          data: bars.map(({ from, to }) => Math.min(from, to)),
        },
        {
          type: 'bar',
          stack: 'bridge',
          name: translate('charts.customers.revenue'),
          barMaxWidth: 56,
          data: bars.map((bar) => ({
            value: Math.abs(bar.to - bar.from),
            itemStyle: {
              color: bar.isTotal ? theme.neutral : bar.to >= bar.from ? theme.positive : theme.negative,
              borderRadius: 2,
            },
          })),
          label: {
            show: true,
            position: 'top',
            color: theme.ink,
            fontSize: 12,
            formatter: ({ dataIndex }) => words(bars[dataIndex]),
          },
        },
      ],
    },
    table: {
      columns: [
        { label: translate('charts.customers.bridge.step'), kind: 'text' },
        { label: translate('charts.customers.money'), kind: 'money' },
        { label: translate('charts.customers.customers'), kind: 'count' },
      ],
      rows: bars.map((bar) => [bar.name, money(bar), bar.customers]),
    },
  }
}

/**
 * A step in words. Between spans that do not touch, such as a season and last year's, who seems lost or reactivated may have
 * bought in between: of them only what the two spans say is said.
 */
function stepWords(name: BridgeStep | 'before' | 'now', { isNext }: Bridge, { translate }: ChartKit): string {
  const apart: Partial<Record<typeof name, string>> = { reactivated: 'notLastTime', lost: 'notThisTime' }
  return translate(`charts.customers.bridge.steps.${(isNext ? undefined : apart[name]) ?? name}`)
}

function barsOf(bridge: Bridge, kit: ChartKit): Bar[] {
  const { before, now, steps } = bridge
  const words = (name: BridgeStep | 'before' | 'now') => stepWords(name, bridge, kit)
  const bars: Bar[] = [{ name: words('before'), from: 0, to: before, customers: null, isTotal: true }]
  let level = before
  for (const { step, money, customers } of steps) {
    bars.push({ name: words(step), from: level, to: level + money, customers, isTotal: false })
    level += money
  }
  return [...bars, { name: words('now'), from: 0, to: now, customers: null, isTotal: true }]
}

/** Amounts carry their sign: colour alone says nothing to some. */
const signedMoney = (money: number, { format }: ChartKit): string =>
  money > 0 ? `+${format.money(money)}` : format.money(money)

function bridgeTitle(bridge: Bridge, kit: ChartKit): string {
  const { before, now, steps } = bridge
  const { translate, format } = kit
  const largest = steps.toSorted((a, b) => Math.abs(b.money) - Math.abs(a.money))[0]
  if (!(before > 0) || !largest || largest.money === 0) return translate('charts.customers.bridge.question')
  return translate('charts.customers.bridge.title', {
    change: format.signedPercent((now - before) / before),
    step: stepWords(largest.step, bridge, kit),
    money: signedMoney(largest.money, kit),
  })
}
