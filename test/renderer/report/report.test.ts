// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it } from 'vitest'
import ReportPage from '../../../renderer/src/report/ReportPage.vue'
import { details, project, summary } from '../examples.ts'
import { buttonNamed, mountPage, type Stage } from '../mountPage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await mountPage(ReportPage, {
    'project.state': () => project,
    'model.runs': () => [summary],
    'model.run': () => details,
    'host.pickTarget': ({ suggestedName }: { suggestedName: string }) => ({ path: `/out/${suggestedName}` }),
    'report.write': () => ({ jobId: 'job-2' }),
    'job.get': () => ({
      ...{ id: 'job-2', command: 'report.write', state: 'done', progress: null, result: null, error: null },
      ...{ startedAt: 0, endedAt: 1 },
    }),
    'host.reveal': () => null,
  })
})
afterEach(() => stage.page.unmount())

it('writes what was chosen to where was said, then shows the file', async () => {
  buttonNamed('Write the report').click()
  await stage.settle()
  const target = { path: '/out/shop report run 7.html' }
  expect(stage.calls('report.write')).toEqual([
    { runId: 7, language: 'en', title: 'shop: customers, products, brands', asOf: null, target },
  ])
  expect(stage.calls('host.reveal')).toEqual([{ target }])
  expect(stage.page.text()).toContain('/out/shop report run 7.html')
})
