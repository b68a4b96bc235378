import { useI18n } from 'vue-i18n'
import type { ChartTable } from '../../../main/charts/chart.ts'
import { tableCsv } from '../../../main/charts/csv.ts'
import { call } from '../client/client.ts'
import { useExport } from '../results/useExport.ts'
import { saveFile } from './saveFile.ts'

export interface NamedTable extends ChartTable {
  title: string
  subtitle?: string
}

/** Hands a table that the page shows to the user as a file: the one way in which tables and charts' figures leave the page. */
export function useTableExport() {
  const { t } = useI18n()
  const { busy, exportTo } = useExport()

  const saveCsv = (table: NamedTable) => saveFile(`${fileStem(table.title)}.csv`, tableCsv(table), 'text/csv')
  const saveXlsx = (table: NamedTable) =>
    exportTo(`${fileStem(table.title)}.xlsx`, (target) => call('report.writeTable', { table, target }))

  const options = () => [
    { key: 'csv', label: t('charts.menu.csv') },
    { key: 'xlsx', label: t('charts.menu.xlsx') },
  ]
  return { busy, saveCsv, saveXlsx, options }
}

/** A title as the name of a file, without what file systems refuse. */
export const fileStem = (title: string): string =>
  title
    .replace(/[\\/:*?"<>|\s]+/g, ' ')
    .trim()
    .slice(0, 80)
