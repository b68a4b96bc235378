// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Job } from '../../../main/base/job.ts'
import type { TrainPlan } from '../../../main/features/types.ts'
import TrainPage from '../../../renderer/src/training/TrainPage.vue'
import { epochs, plan } from '../../charts/examples.ts'
import { project, summary } from '../examples.ts'
import { buttonNamed, mountPage, type Stage } from '../mountPage.ts'

const job: Job = {
  ...{ id: 'job-1', command: 'model.train', state: 'running', progress: null, result: null },
  ...{ error: null, startedAt: 0, endedAt: null },
}
const allTasks: TrainPlan = {
  ...plan,
  setup: { ...plan.setup, tasks: ['ltv', 'repurchase', 'loyalty'] },
  skipped: [{ task: 'potential', reason: 'noProducts' }],
}

let stage: Stage
let shown: TrainPlan
beforeEach(async () => {
  shown = allTasks
  stage = await mountPage(TrainPage, {
    'project.state': () => project,
    'model.runs': () => [summary],
    'model.plan': () => shown,
    'model.train': () => ({ jobId: 'job-1' }),
    'job.get': () => job,
  })
})
afterEach(() => stage.page.unmount())

it('says who would be learned from and why a task is skipped', () => {
  expect(stage.page.find('.answer').text()).toContain('1,234 customers have a row at May 1, 2025')
  expect(stage.page.text()).toContain('Skipped: the data name no products.')
})

it('asks for a new plan when the slider is let go, not while it is dragged', async () => {
  const slider = stage.page.find<HTMLInputElement>('input[type=range]')
  const day = Number(slider.element.value) - 30
  slider.element.value = String(day)
  await slider.trigger('input')
  await stage.settle()
  expect(stage.calls('model.plan')).toHaveLength(1)
  await slider.trigger('change')
  await stage.settle()
  expect(stage.calls('model.plan').at(-1)).toMatchObject({ setup: { cutoff: '2025-04-01' } })
})

it('offers margin only where products have costs, and says how much of the spend they explain', async () => {
  const words = 'Count margin instead of spend'
  expect(stage.page.text()).not.toContain(words)
  const withCosts = { ...allTasks, hasCosts: true }
  shown = withCosts
  await stage.tell('project.changed', { ...project, runs: 2 })
  expect(stage.page.text()).toContain(words)
  shown = { ...withCosts, setup: { ...withCosts.setup, measure: 'margin', costShare: 0.8 } }
  const boxes = stage.page.findAll('.n-checkbox')
  const margin = boxes.find((box) => box.text() === words)
  margin?.element.dispatchEvent(new MouseEvent('click', { bubbles: true }))
  await stage.settle()
  expect(stage.calls('model.plan').at(-1)).toMatchObject({ setup: { measure: 'margin' } })
  expect(stage.page.text()).toContain('80.0% of all spend has a known cost')
})

it('starts with what was chosen, shows the losses as they come, and leads to the run', async () => {
  stage.page.findAll('.tasks .n-checkbox')[1].element.dispatchEvent(new MouseEvent('click', { bubbles: true }))
  await stage.settle()
  buttonNamed('Start training').click()
  await stage.settle()
  expect(stage.calls('model.train')).toMatchObject([{ setup: { tasks: ['ltv', 'loyalty'] }, engine: 'auto' }])

  for (const data of epochs) await stage.tell('job.note', { jobId: 'job-1', name: 'epoch', data })
  expect(stage.page.text()).toContain('Best so far at epoch 2: validation loss 0.6')
  expect(stage.page.text()).toContain('epoch 3 of at most 40')

  const kept = [{ network: 1, epoch: 2 }]
  await stage.tell('job.note', { jobId: 'job-1', name: 'resumed', data: { phase: 'evaluate', kept } })
  expect(stage.page.text()).toContain('another went on from epoch 2')

  await stage.tell('job.ended', { ...job, state: 'done', result: { runId: 7 }, endedAt: 61_000 })
  expect(stage.page.text()).toContain('Run #7 is ready')
  expect(buttonNamed('See the results')).toBeTruthy()
})
