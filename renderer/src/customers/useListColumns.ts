import { NButton } from 'naive-ui'
import { computed, h, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { columnName } from '../../../main/charts/taskWords.ts'
import type { CustomerRow } from '../../../main/insight/customers/types.ts'
import type { RunDetails } from '../../../main/model/types.ts'
import { useChartKit } from '../charts/useChartKit.ts'
import type { TableColumn } from '../components/tableColumns.ts'
import { useFormat } from '../composables/useFormat.ts'
import { useProject } from '../composables/useProject.ts'
import { useTowerColumn } from '../results/useTowerColumn.ts'

/**
 * The columns of the list of customers; those of predictions where there is a run, likeness where lookalikes are listed. As
 * many are shown at first as a window of 1,440 pixels holds: none is cut off.
 */
export function useListColumns(
  run: () => RunDetails | null,
  open: (id: string) => void,
  isLike = false,
): ComputedRef<TableColumn<CustomerRow>[]> {
  const { t } = useI18n()
  const format = useFormat()
  const kit = useChartKit()
  const project = useProject()
  const towers = useTowerColumn<CustomerRow>(run)
  const words = (key: string) => t(`customers.list.${key}`)

  /** Own tasks, and customer value within fewer days than the horizon. */
  const further = computed(() =>
    (run()?.columns ?? []).map(({ key, output }) => {
      const { percent, money, number } = format.value
      const say = output.startsWith('count:') ? number : output.startsWith('yesNo:') ? percent : money
      const column: TableColumn<CustomerRow> = {
        ...{ key, title: columnName(output, kit.value), isNumber: true, sortable: true },
        width: output.startsWith('ltv.') ? 150 : 220,
        isExtra: output.startsWith('ltv.') || /\.(low|high)$/.test(output),
        value: (row) => row[key],
        text: (row) => say(row[key]),
      }
      return { isHorizon: output.startsWith('ltv.'), column }
    }),
  )

  const predicted = computed<TableColumn<CustomerRow>[]>(() => {
    const { percent, estimate, interval } = format.value
    const predictionOf = (row: CustomerRow) => ({ value: row.ltv, low: row.ltvLow, high: row.ltvHigh })
    const range = (row: CustomerRow) => interval(predictionOf(row)) || null
    return [
      { key: 'ltv', title: words('value'), value: (row) => row.ltv, text: (row) => estimate(predictionOf(row), 'money'), isNumber: true, sortable: true, width: 196 }, // prettier-ignore
      { key: 'range', title: words('range'), value: range, isNumber: true, width: 140, isExtra: true },
      ...further.value.filter(({ isHorizon }) => isHorizon).map(({ column }) => column),
      { key: 'repurchase', title: words('repurchase'), value: (row) => row.repurchase, text: (row) => percent(row.repurchase), isNumber: true, sortable: true, width: 122 }, // prettier-ignore
      ...further.value.filter(({ isHorizon }) => !isHorizon).map(({ column }) => column),
    ]
  })

  return computed(() => {
    const { count, money, date, percent } = format.value
    // Known before the run itself: what is shown at first is chosen once.
    const hasRun = project.runId !== null
    const figure = (key: 'spend' | 'yearSpend', isExtra = false): TableColumn<CustomerRow> => ({
      ...{ key, title: words(key), isNumber: true, sortable: true, width: key === 'spend' ? 104 : 130, isExtra },
      value: (row) => row[key],
      text: (row) => money(row[key]),
    })
    const tally = (key: 'days' | 'recencyDays', isExtra = false): TableColumn<CustomerRow> => ({
      ...{ key, title: words(key), isNumber: true, sortable: true, width: key === 'days' ? 148 : 120, isExtra },
      value: (row) => row[key],
      text: (row) => count(row[key]),
    })
    const dueWords = (row: CustomerRow) =>
      row.due ? [date(row.due), ...(row.overdue ? [t('customers.one.overdue')] : [])].join(' · ') : '–'
    const dueRange = (row: CustomerRow) => (row.dueFrom && row.dueTo ? `${date(row.dueFrom)} – ${date(row.dueTo)}` : null) // prettier-ignore
    return [
      { key: 'id', title: words('id'), value: (row) => row.id, render: (row) => h(NButton, { text: true, type: 'primary', onClick: () => open(row.id) }, () => row.id), sortable: true, width: 120 }, // prettier-ignore
      ...(isLike ? [{ key: 'likeness', title: t('customers.like.likeness'), value: (row: CustomerRow) => row.likeness ?? null, text: (row: CustomerRow) => percent(row.likeness), isNumber: true, sortable: true, width: 104 }] : []), // prettier-ignore
      { key: 'segment', title: words('segment'), value: (row) => t(`charts.customers.segments.${row.segment}`), sortable: true, width: 116 }, // prettier-ignore
      ...[figure('spend'), tally('days', isLike), tally('recencyDays')],
      ...(hasRun ? predicted.value : []),
      { key: 'due', title: words('due'), value: (row) => row.due, text: dueWords, sortable: true, width: 186 }, // prettier-ignore
      { key: 'dueRange', title: words('dueRange'), value: dueRange, width: 220, isExtra: hasRun },
      { key: 'overdue', title: words('overdue'), value: (row) => (row.overdue ? t('customers.list.yes') : null), width: 100, isExtra: true }, // prettier-ignore
      figure('yearSpend', true),
      ...towers.value.map((column) => ({ ...column, isExtra: true })),
      { key: 'first', title: words('first'), value: (row) => row.first, text: (row) => date(row.first), sortable: true, width: 140, isExtra: true }, // prettier-ignore
      { key: 'last', title: words('last'), value: (row) => row.last, text: (row) => date(row.last), sortable: true, width: 140, isExtra: true }, // prettier-ignore
    ]
  })
}
