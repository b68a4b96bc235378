import { customerCohortChart } from '../../charts/customerCohorts.ts'
import type { ReportFacts } from '../gather.ts'
import type { Section } from '../types.ts'
import type { Wording } from '../wording.ts'

/** New customers by the month in which they came: who comes back, and what they bring. */
export function cohortsSection({ cohorts }: ReportFacts, { kit, say, paragraph }: Wording): Section {
  const section = { id: 'cohorts', title: say('cohorts.title') }
  if (!cohorts || cohorts.cohorts.length === 0) return { ...section, blocks: [paragraph('cohorts.nobody')] }
  const points = cohorts.curve.map((point, after) => ({ ...point, after })).filter(({ customers }) => customers > 0)
  const customers = cohorts.cohorts.reduce((sum, cohort) => sum + cohort.customers, 0)
  return {
    ...section,
    blocks: [
      paragraph('cohorts.answer', { customers: kit.format.count(customers) }),
      { kind: 'chart', chart: customerCohortChart({ data: cohorts, measure: 'retention' }, kit) },
      {
        kind: 'table',
        table: {
          id: 'cohorts',
          title: say('cohorts.table'),
          subtitle: say('cohorts.tableNote'),
          columns: [
            { label: say('cohorts.after'), kind: 'text' },
            { label: say('findings.customerCount'), kind: 'count' },
            { label: say('cohorts.retention'), kind: 'percent' },
            { label: say('cohorts.value'), kind: 'money' },
          ],
          rows: points.map(({ after, customers: of, retention, value }) => [String(after), of, retention, value]),
          keys: 1,
        },
      },
    ],
  }
}
