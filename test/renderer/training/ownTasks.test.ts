// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { OwnTask, StoredOwnTask } from '../../../main/features/own/types.ts'
import TrainPage from '../../../renderer/src/training/TrainPage.vue'
import { plan } from '../../charts/examples.ts'
import { project, summary } from '../examples.ts'
import { buttonNamed, mountPage, type Stage } from '../mountPage.ts'

const tea: StoredOwnTask = {
  ...{ ownTaskId: 3, name: 'Buys tea', kind: 'yesNo', counts: 'acts' },
  ...{ types: [], categories: ['Tea'], brands: [], products: [], window: { fromDay: 0, toDay: 30 } },
}

let stage: Stage
let kept: StoredOwnTask[]
beforeEach(async () => {
  kept = [tea]
  stage = await mountPage(TrainPage, {
    'project.state': () => project,
    'model.runs': () => [summary],
    'model.plan': () => plan,
    'model.ownTasks': () => ({
      tasks: kept,
      names: { types: ['purchase', 'view'], categories: ['Tea'], brands: ['One'] },
    }),
    'model.countOwnTask': () => ({
      ...{ cutoff: '2025-05-01', from: '2025-05-01', to: '2025-05-30' },
      ...{ rows: 1234, positives: 123, total: 123 },
    }),
    'model.saveOwnTask': ({ own }: { own: OwnTask }) => {
      const saved = { ...own, ownTaskId: 4 }
      kept = [...kept, saved]
      return saved
    },
    'model.deleteOwnTask': () => {
      kept = []
      return null
    },
    'model.train': () => ({ jobId: 'job-1' }),
  })
})
afterEach(() => stage.page.unmount())

it('learns a kept task where it is chosen, and says what it asks', async () => {
  expect(stage.page.text()).toContain('Whether they do it · Tea · days 0 to 30')
  const box = stage.page.findAll('.kept .n-checkbox').find((one) => one.text() === 'Buys tea')
  box?.element.dispatchEvent(new MouseEvent('click', { bubbles: true }))
  await stage.settle()
  const { ownTaskId: _, ...own } = tea
  expect(stage.calls('model.plan').at(-1)).toMatchObject({ setup: { own: [own] } })
  buttonNamed('Start training').click()
  await stage.settle()
  expect(stage.calls('model.train')).toMatchObject([{ setup: { own: [own] } }])
})

it('counts a new task while it is made, keeps it and uses it', async () => {
  buttonNamed('Add a task').click()
  await stage.settle()
  await vi.waitFor(() => expect(stage.calls('model.countOwnTask')).toHaveLength(1))
  await stage.settle()
  expect(stage.calls('model.countOwnTask')).toMatchObject([{ own: { kind: 'yesNo', window: null } }])
  expect(stage.page.text()).toContain('123 of 1,234 customers (9.97%) did it from May 1, 2025 to May 30, 2025.')
  expect(buttonNamed('Keep and use').hasAttribute('disabled')).toBe(true)
  const name = stage.page.find<HTMLInputElement>('.form input')
  await name.setValue('Comes back')
  await stage.settle()
  await stage.page.find('form.form').trigger('submit')
  await stage.settle()
  expect(stage.calls('model.saveOwnTask')).toMatchObject([{ own: { name: 'Comes back', kind: 'yesNo', brands: [] } }])
  expect(stage.page.text()).toContain('Comes back')
  expect(stage.calls('model.plan').at(-1)).toMatchObject({ setup: { own: [{ name: 'Comes back' }] } })
})

it('forgets a task when told to, also in the next training', async () => {
  stage.page.findAll('.kept .n-checkbox')[0].element.dispatchEvent(new MouseEvent('click', { bubbles: true }))
  await stage.settle()
  stage.page.find<HTMLButtonElement>('[aria-label="Remove Buys tea"]').element.click()
  await stage.settle()
  expect(stage.calls('model.deleteOwnTask')).toEqual([{ ownTaskId: 3 }])
  expect(stage.page.text()).toContain('None yet.')
  expect(stage.calls('model.plan').at(-1)).toMatchObject({ setup: { own: [] } })
})
