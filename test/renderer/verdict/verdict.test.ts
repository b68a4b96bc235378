// @vitest-environment happy-dom
import { afterEach, expect, it, vi } from 'vitest'
import { defaultModelConfig } from '../../../main/model/modelConfig.ts'
import type { Backtest, RobustnessReport } from '../../../main/verdict/types.ts'
import DataTable from '../../../renderer/src/components/DataTable.vue'
import type { TableColumn } from '../../../renderer/src/components/tableColumns.ts'
import { router } from '../../../renderer/src/router.ts'
import VerdictPage from '../../../renderer/src/verdict/VerdictPage.vue'
import { plan, reached, robustness } from '../../charts/examples.ts'
import { details, project, summary } from '../examples.ts'
import { buttonNamed, mountPage, type Stage } from '../mountPage.ts'

const backtest: Backtest = {
  backtestId: 3,
  createdAtMs: Date.UTC(2025, 7, 1),
  engine: summary.engine,
  horizonDays: 90,
  stepDays: 45,
  setup: plan.setup,
  config: defaultModelConfig,
  seconds: 60,
  dates: [
    { cutoff: '2025-05-01', skipped: null, customers: 1000, trainingCutoffs: ['2025-01-31'], epochs: 9, seconds: 20 },
    { cutoff: '2024-05-01', skipped: 'features.tooFewRows', customers: 0, trainingCutoffs: [], epochs: 0, seconds: 0 },
  ],
  curve: [0.1, 0.5, 1].map(reached),
  stale: true,
}
const report: RobustnessReport = {
  ...{ runId: 7, createdAtMs: Date.UTC(2025, 7, 1), seconds: 5, attacked: false, changes: robustness },
  settings: { noise: [0.3], attack: [0.5], rows: 5000, seed: 1 },
}

let stage: Stage
const mount = async (backtests: Backtest[], more: Parameters<typeof mountPage>[1] = {}, tab = 'money') => {
  await router.push({ name: 'verdict', query: { tab } })
  stage = await mountPage(VerdictPage, {
    'project.state': () => project,
    'model.runs': () => [summary],
    'model.run': () => details,
    'model.towers': () => [],
    'verdict.plan': () => ({ horizonDays: 90, stepDays: 45, cutoffs: ['2025-05-01', '2025-03-17'] }),
    'verdict.backtests': () => backtests,
    'verdict.reached': ({ target }: { target: { share: number } }) => reached(target.share),
    'verdict.robustnessOf': () => report,
    ...more,
  })
}
/** What the tables hold, cell by cell: of rows that are scrolled to nothing is drawn here. */
const cells = () =>
  stage.page.findAllComponents(DataTable).flatMap((table) => {
    const { columns, rows } = table.props() as { columns: TableColumn<object>[]; rows: object[] }
    return rows.map((row) => columns.map((column) => column.text?.(row) ?? String(column.value(row))).join(' | '))
  })
const text = () => stage.page.text().replace(/\s+/g, ' ')
afterEach(() => stage.page.unmount())

it('offers to start where nothing was tested, and says at which dates', async () => {
  await mount([], {
    'verdict.backtest': () => ({ jobId: 'j' }),
    'job.get': () => ({ id: 'j', command: 'verdict.backtest', state: 'running', progress: null, result: null, error: null, startedAt: 0, endedAt: null }), // prettier-ignore
  })
  expect(text()).toContain('No backtest yet')
  expect(text()).toContain('As of May 1, 2025 · Mar 17, 2025; 90 days seen after each, 45 days apart.')
  buttonNamed('Start the backtest').click()
  await stage.settle()
  expect(stage.calls('verdict.backtest')).toEqual([{ dates: 4, config: { preset: 'balanced' }, engine: 'auto' }])
  expect(text()).toContain('Testing the past')
  await stage.tell('job.note', { jobId: 'j', name: 'backtestStep', data: { cutoff: '2025-05-01', step: 'boost' } })
  expect(text()).toContain('As of May 1, 2025: Growing trees')
})

it('opens with what was reached, and keeps silent where the best of the others can’t be told apart', async () => {
  await mount([backtest])
  expect(stage.page.find('.answer').text()).toMatch(
    /^At 2 past dates the top 10% that Assay would have targeted went on to bring ¥.+ it can’t be told apart from Ridge on logs/,
  )
  expect(text()).toContain('The data have changed since this backtest')
  expect(cells()).toContainEqual(expect.stringContaining('left out: too few customers to learn from'))
  expect(cells().filter((row) => row.includes('= can’t be told apart'))).toHaveLength(4)
  // Dates closer than a horizon count some money twice, which is said.
  expect(text()).toContain('less than a horizon apart')
  expect(text()).toContain('Reached, not gained')
})

it('asks for another target, takes the cost of contacts off, and shows one date alone', async () => {
  await mount([backtest])
  expect(stage.calls('verdict.reached')).toEqual([{ backtestId: 3, target: { share: 0.1 } }])
  const [share, cost] = stage.page.findAll('.bar input[placeholder]').filter((input) => input.isVisible())
  await share.setValue('50')
  await share.trigger('blur')
  await stage.settle()
  expect(stage.calls('verdict.reached').at(-1)).toEqual({ backtestId: 3, target: { share: 0.5 } })
  expect(text()).not.toContain('Less contacts')
  await cost.setValue('2')
  await cost.trigger('blur')
  await stage.settle()
  expect(text()).toContain('Less contacts')
})

it('knows without a click that nothing has happened since the scores, and leads to the import', async () => {
  await mount([], {}, 'since')
  expect(text()).toContain('Nothing has happened since run #7’s scores')
  expect(text()).toContain('They stand as of Jul 30, 2025, and the data end Jul 29, 2025.')
  expect(() => buttonNamed('Compare')).toThrow('there is no button')
  const push = vi.spyOn(router, 'push').mockResolvedValue(undefined)
  buttonNamed('Import files').click()
  expect(push).toHaveBeenCalledWith({ name: 'import' })
  push.mockRestore()
})

it('compares once there is a day of data after the scores', async () => {
  await mount([], { 'project.state': () => ({ ...project, to: '2025-07-30' }) }, 'since')
  expect(text()).not.toContain('Nothing has happened')
  expect(buttonNamed('Compare').hasAttribute('disabled')).toBe(false)
})

it('says why a run has no shares of encoders, and the way to them', async () => {
  await mount([backtest], {}, 'encoders')
  expect(text()).toContain('Its gate was off')
  buttonNamed('Train with the gate')
})

it('shows what worse rows do, and that nothing could be attacked', async () => {
  await mount([backtest], {}, 'robustness')
  expect(text()).toContain('Attack in steps, 0.5 SD costs most')
  expect(text()).toContain('No network learned in this run')
})

it('shows predictions before and after calibration where both were kept', async () => {
  await mount([backtest], {}, 'calibration')
  expect(text()).toContain('Run #7 kept nothing of before its calibration')
  stage.page.unmount()
  const { ltv } = details.tasks
  const uncalibrated = ltv && { calibration: ltv.calibration, deciles: ltv.deciles }
  const both = { ...details, tasks: { ltv: ltv && { ...ltv, uncalibrated } } }
  await mount([backtest], { 'model.run': () => both }, 'calibration')
  expect(text()).toContain('What calibration changed')
})

it('lists what every switch does and how this run had it', async () => {
  await mount([], {}, 'switches')
  expect(cells()).toContainEqual(expect.stringMatching(/^Networks \| 3 \| How many networks learn side by side/))
  expect(cells()).toContainEqual(expect.stringMatching(/^Gate over encoders \| off/))
  expect(text()).toContain('Ten networks instead of three')
})
