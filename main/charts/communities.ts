import type { SocialCommunity, SocialDivision, SocialNetwork } from '../insight/social/types.ts'
import type { Chart, ChartKit } from './chart.ts'
import { baseOption, categoryAxis, plainLegend, tooltip, valueAxis } from './parts.ts'
import type { ChartTheme } from './theme.ts'

export type CommunityData = Pick<SocialDivision, 'communities'> & Pick<SocialNetwork, 'customers' | 'measure' | 'value'>

const drawnCommunities = 12

/** The largest communities have colours of their own, wherever they are drawn. */
export const communityColor = (theme: ChartTheme, community: number): string =>
  theme.categories[community - 1] ?? theme.neutral

/** What the largest communities are worth, beside what their size alone would make of them. */
export function communitiesChart({ communities, customers, measure, value }: CommunityData, kit: ChartKit): Chart {
  const { translate, format, theme } = kit
  const drawn = communities.slice(0, drawnCommunities)
  const mean = customers > 0 ? value / customers : 0
  const names = drawn.map(({ community }) => format.count(community))
  const words = {
    value: translate(`social.measures.${measure}`),
    expected: translate('social.charts.communities.expected'),
  }
  return {
    title: titleOf(communities, customers, value, kit),
    subtitle: translate('social.charts.communities.subtitle', {
      measure: words.value,
      drawn: format.count(drawn.length),
      customers: format.count(customers),
    }),
    height: 260,
    option: {
      ...baseOption(kit),
      grid: { left: 64, right: 16, top: 32, bottom: 44 },
      legend: plainLegend(kit, [words.value, words.expected]),
      tooltip: tooltip(kit, ({ index }) => describe(drawn[index], mean, kit)),
      xAxis: categoryAxis(kit, names, { name: translate('social.charts.communities.axis') }),
      yAxis: { ...valueAxis(kit, { name: words.value, format: format.money, gap: 50 }), min: 0 },
      series: [
        {
          type: 'bar',
          name: words.value,
          barCategoryGap: '35%',
          itemStyle: { color: theme.categories[0] },
          data: drawn.map((own) => ({
            value: own.value,
            itemStyle: { color: communityColor(theme, own.community), borderRadius: [2, 2, 0, 0] },
          })),
        },
        {
          type: 'scatter',
          name: words.expected,
          symbol: 'diamond',
          symbolSize: 10,
          itemStyle: { color: theme.ink },
          data: drawn.map((own) => own.customers * mean),
        },
      ],
    },
    table: {
      columns: [
        { label: translate('social.columns.community'), kind: 'count' },
        { label: translate('social.columns.customers'), kind: 'count' },
        { label: translate('social.columns.inside'), kind: 'count' },
        { label: translate('social.columns.outside'), kind: 'count' },
        { label: words.value, kind: 'money' },
        { label: words.expected, kind: 'money' },
      ],
      rows: communities.map((own) => [
        ...[own.community, own.customers, own.inside, own.outside],
        ...[own.value, own.customers * mean],
      ]),
    },
  }
}

const describe = (own: SocialCommunity, mean: number, { translate, format }: ChartKit) => ({
  heading: translate('social.communityName', { community: own.community }),
  lines: [
    [translate('social.columns.customers'), format.count(own.customers)],
    [translate('social.charts.communities.value'), format.exactMoney(own.value)],
    [translate('social.charts.communities.expected'), format.exactMoney(own.customers * mean)],
  ] satisfies [string, string][],
})

function titleOf(communities: SocialCommunity[], customers: number, value: number, { translate, format }: ChartKit) {
  const [largest] = communities
  if (!largest || !(value > 0)) return translate('social.charts.communities.question')
  return translate('social.charts.communities.title', {
    customers: format.percent(largest.customers / customers),
    value: format.percent(largest.value / value),
  })
}
