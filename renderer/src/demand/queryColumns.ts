import { h } from 'vue'
import type { DemandTrend, QueryDemand } from '../../../main/insight/demand/types.ts'
import type { TableColumn } from '../components/tableColumns.ts'
import type { Format } from '../composables/format.ts'

const trends: readonly DemandTrend[] = ['new', 'rising', 'steady', 'fading', 'gone']
const signs: Record<DemandTrend, string> = { new: '▲', rising: '▲', steady: '', fading: '▼', gone: '▼' }
const tones: Record<DemandTrend, string> = { new: 'positive', rising: 'positive', steady: 'quiet', fading: 'negative', gone: 'negative' } // prettier-ignore

export function queryColumns(t: (key: string) => string, format: Format): TableColumn<QueryDemand>[] {
  const { count, money, percent, estimate, interval } = format
  const figure = (
    key: string,
    value: (row: QueryDemand) => number | null,
    words: (value: number | null) => string,
    width: number,
    isExtra = false,
  ): TableColumn<QueryDemand> => ({
    ...{ key, title: t(`demand.columns.${key}`), value, width, isExtra },
    text: (row) => words(value(row)),
    isNumber: true,
    sortable: true,
  })
  return [
    { key: 'query', title: t('demand.columns.query'), value: (row) => row.query, sortable: true, width: 160 },
    figure('searches', (row) => row.searches, count, 100),
    figure('users', (row) => row.users, count, 88),
    figure('clicked', (row) => row.clicked?.value ?? null, percent, 168, true),
    {
      ...figure('converted', (row) => row.converted.value, percent, 208),
      render: (row) => h('span', { title: estimate(row.converted, 'percent') }, percent(row.converted.value)),
    },
    {
      key: 'interval',
      title: t('demand.columns.interval'),
      value: (row) => interval(row.converted, 'percent'),
      isNumber: true,
      width: 128,
    },
    figure('unbought', (row) => row.unbought, count, 172),
    figure('value', (row) => row.value, money, 96, true),
    {
      ...figure('perSearch', (row) => row.valuePerSearch.value, money, 160),
      render: (row) => h('span', { title: estimate(row.valuePerSearch, 'money') }, money(row.valuePerSearch.value)),
    },
    figure('before', (row) => row.before, count, 96, true),
    figure('after', (row) => row.after, count, 112, true),
    {
      key: 'trend',
      title: t('demand.columns.trend'),
      value: (row) => row.trend,
      render: ({ trend }) =>
        h('span', { class: tones[trend] }, `${signs[trend]} ${t(`demand.trends.${trend}`)}`.trim()),
      choices: trends.map((value) => ({ value, label: t(`demand.trends.${value}`) })),
      width: 104,
    },
  ]
}
