import type { Profile } from '../dataset/profile/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { dayMs } from './format.ts'
import { baseOption, plainLegend, timeAxis, tooltip, valueAxis } from './parts.ts'

export interface WeeklyActsData {
  weeks: Profile['overTime']
  /** Days of the first and last act; null without any. */
  from: string | null
  to: string | null
}

export const weeklyActsOf = ({ overTime, tables }: Profile): WeeklyActsData => ({
  weeks: overTime,
  from: tables.behaviour.from,
  to: tables.behaviour.to,
})

/** Acts and purchases week by week. A first or last week that the data cover in part would look like a crash: not drawn. */
export function weeklyActs(data: WeeklyActsData, kit: ChartKit): Chart {
  const weeks = wholeWeeks(data)
  const { translate, format, theme } = kit
  const names = { acts: translate('charts.weekly.acts'), purchases: translate('charts.weekly.purchases') }
  const line = (side: 'acts' | 'purchases', color: string) => ({
    type: 'line' as const,
    name: names[side],
    symbol: 'none',
    lineStyle: { color, width: 1.5 },
    itemStyle: { color },
    areaStyle: { color, opacity: 0.12 },
    data: weeks.map((week) => [dayMs(week.week), week[side]]),
  })
  const busiest = weeks.toSorted((a, b) => b.acts - a.acts).at(0)
  return {
    title:
      busiest === undefined
        ? translate('charts.weekly.question')
        : translate('charts.weekly.title', { day: format.day(busiest.week), acts: format.count(busiest.acts) }),
    subtitle: translate('charts.weekly.subtitle', { weeks: weeks.length }),
    height: 220,
    option: {
      ...baseOption(kit),
      grid: { left: 60, right: 16, top: 32, bottom: 28 },
      legend: plainLegend(kit, Object.values(names)),
      tooltip: tooltip(
        kit,
        ({ index }) => ({
          heading: translate('charts.timeline.weekFrom', { day: format.day(weeks[index].week) }),
          lines: [
            [names.acts, format.count(weeks[index].acts)],
            [names.purchases, format.count(weeks[index].purchases)],
            [translate('charts.weekly.revenue'), format.exactMoney(weeks[index].revenue)],
          ],
        }),
        'axis',
      ),
      xAxis: timeAxis(kit),
      yAxis: valueAxis(kit, { name: translate('charts.weekly.perWeek'), gap: 46 }),
      series: [line('acts', theme.categories[0]), line('purchases', theme.categories[5])],
    },
    table: {
      columns: [
        { label: translate('charts.timeline.week'), kind: 'day' },
        { label: names.acts, kind: 'count' },
        { label: names.purchases, kind: 'count' },
        { label: translate('charts.weekly.revenue'), kind: 'money' },
      ],
      rows: data.weeks.map((week) => [week.week, week.acts, week.purchases, week.revenue]),
    },
  }
}

const oneDay = 86_400_000

function wholeWeeks({ weeks, from, to }: WeeklyActsData): WeeklyActsData['weeks'] {
  if (from === null || to === null) return weeks
  const whole = weeks.filter(({ week }) => week >= from && dayMs(week) + 6 * oneDay <= dayMs(to))
  return whole.length > 1 ? whole : weeks
}
