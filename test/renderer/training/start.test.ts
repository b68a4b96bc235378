// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it } from 'vitest'
import { useSettings } from '../../../renderer/src/composables/useSettings.ts'
import TrainPage from '../../../renderer/src/training/TrainPage.vue'
import { useTrainForm } from '../../../renderer/src/training/useTrainForm.ts'
import { plan } from '../../charts/examples.ts'
import { details, project, summary } from '../examples.ts'
import { buttonNamed, mountPage, type Stage } from '../mountPage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await mountPage(TrainPage, {
    'project.state': () => project,
    'model.runs': () => [summary],
    'model.run': () => ({ ...details, setup: { ...details.setup, horizonDays: 30, seed: 9 } }),
    'model.plan': () => plan,
    'model.train': () => ({ jobId: 'job-1' }),
    'job.get': () => null,
    'host.info': () => ({ dialogs: true }),
    'host.pickFiles': () => [{ path: '/elsewhere/other.assaymodel' }],
  })
  useSettings().host = { ...useSettings().host, dialogs: true } as never
  await stage.settle()
})
afterEach(() => stage.page.unmount())

async function choose(words: string): Promise<void> {
  const radio = stage.page.findAll('.n-radio-button, .n-radio').find((each) => each.text() === words)
  radio?.find('input').element.click()
  await stage.settle()
}
const isDisabled = (words: string) => (buttonNamed(words) as HTMLButtonElement).disabled

it('starts afresh unless something else is chosen', async () => {
  buttonNamed('Start training').click()
  await stage.settle()
  const [input] = stage.calls('model.train') as Record<string, unknown>[]
  expect(Object.keys(input)).not.toContain('towers')
  expect(Object.keys(input)).not.toContain('continues')
  expect(JSON.stringify(input.config)).not.toContain('transfer')
})

it('starts from towers once a file is chosen, in the way that is chosen', async () => {
  await choose('From towers')
  expect(isDisabled('Start training')).toBe(true)
  buttonNamed('Choose a file …').click()
  await stage.settle()
  expect(stage.page.text()).toContain('other.assaymodel')
  await choose('Low-rank update')
  expect(stage.page.text()).toContain('Rank of the update')
  buttonNamed('Start training').click()
  await stage.settle()
  expect(stage.calls('model.train')).toMatchObject([
    { towers: { path: '/elsewhere/other.assaymodel' }, config: { transfer: 'lora' } },
  ])
})

it('continues from a run with its setup, which can’t be changed then', async () => {
  await choose('From an earlier run')
  expect(useTrainForm().form).toMatchObject({ horizonDays: 30, seed: 9, cutoff: null })
  const boxes = stage.page.findAll('.tasks .n-checkbox')
  expect(boxes.every((box) => box.classes().includes('n-checkbox--disabled'))).toBe(true)
  buttonNamed('Start training').click()
  await stage.settle()
  expect(stage.calls('model.train')).toMatchObject([{ continues: 7, setup: { horizonDays: 30 } }])
})
