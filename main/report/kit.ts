import { loadWords } from '../base/resources.ts'
import type { ChartKit } from '../charts/chart.ts'
import { createChartFormat } from '../charts/format.ts'
import { chartThemes } from '../charts/theme.ts'
import type { ReportDefinition } from './definition.ts'

/** Words, figures and colours of a printed report. */
export function createReportKit(language: ReportDefinition['language'], currency: string): ChartKit {
  const words = loadWords(language)
  return { translate: words.say, format: createChartFormat(language, currency), theme: chartThemes.print }
}
