import { useMessage } from 'naive-ui'
import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { ChartTable } from '../../../main/charts/chart.ts'
import { tableCsv } from '../../../main/charts/csv.ts'
import { call } from '../client/client.ts'
import { useErrorWords } from '../composables/useErrorWords.ts'
import { useExport } from '../results/useExport.ts'
import { saveFile } from './saveFile.ts'

export interface NamedTable extends ChartTable {
  title: string
  subtitle?: string
}

/** Makes the table when it is asked for: all rows of a long list are read only then. */
export type TableSource = () => NamedTable | Promise<NamedTable>

/** Hands a table that the page shows to the user as a file: the one way in which tables and charts' figures leave the page. */
export function useTableExport() {
  const { t } = useI18n()
  const message = useMessage()
  const { sentence } = useErrorWords()
  const { busy: writing, exportTo } = useExport()
  const reading = ref(false)

  async function save(source: TableSource, format: 'csv' | 'xlsx'): Promise<void> {
    reading.value = true
    try {
      const table = await source()
      const name = `${fileStem(table.title)}.${format}`
      if (format === 'csv') saveFile(name, tableCsv(table), 'text/csv')
      else await exportTo(name, (target) => call('report.writeTable', { table, target }))
    } catch (thrown) {
      message.error(sentence(thrown))
    } finally {
      reading.value = false
    }
  }

  const options = () => [
    { key: 'csv', label: t('charts.menu.csv') },
    { key: 'xlsx', label: t('charts.menu.xlsx') },
  ]
  return { busy: computed(() => writing.value || reading.value), save, options }
}

/** A title as the name of a file, without what file systems refuse. */
export const fileStem = (title: string): string =>
  title
    .replace(/[\\/:*?"<>|\s]+/g, ' ')
    .trim()
    .slice(0, 80)
