// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it } from 'vitest'
import RunsPage from '../../../renderer/src/results/RunsPage.vue'
import { details, project, summary } from '../examples.ts'
import { buttonNamed, mountPage, type Stage } from '../mountPage.ts'

let stage: Stage
const runs = [summary]

beforeEach(async () => {
  stage = await mountPage(RunsPage, {
    'project.state': () => project,
    'model.runs': () => runs,
    'model.run': () => details,
    'model.deleteRun': () => null,
  })
})
afterEach(() => stage.page.unmount())

it('opens with whether the model beats its best baseline, in numbers', () => {
  expect(stage.page.find('.answer').text()).toBe(
    'Customer value: Normalised Gini 0.720 (0.700–0.740), +0.0300 (0.0100–0.0500) against Total spend so far, the best baseline.',
  )
})

it('says where the model is not shown to be better, and nothing where it is', () => {
  const notes = stage.page.findAll('[role=note] li').map((note) => note.text())
  expect(notes).toHaveLength(1)
  expect(notes[0]).toContain('Repurchase: the model is not shown to be better than BG/NBD')
})

it('shows every metric beside the baselines with intervals', () => {
  const rows = stage.page.findAll('.primary td').map((cell) => cell.text().replace(/\s+/g, ' '))
  expect(rows).toEqual(['0.720 0.700–0.740', '0.670 0.650–0.690', '0.690 0.670–0.710', '–'])
})

it('deletes a run only once that is confirmed', async () => {
  buttonNamed('Delete run …').click()
  await stage.settle()
  expect(stage.calls('model.deleteRun')).toEqual([])
  buttonNamed('Delete the run').click()
  await stage.settle()
  expect(stage.calls('model.deleteRun')).toEqual([{ runId: 7 }])
})

it('moves between the parts of a run with the arrow keys', async () => {
  const selected = () => stage.page.find('[role=tab][aria-selected=true]').text()
  const tabs = stage.page.find('[role=tablist]')
  expect(selected()).toBe('Customer value')
  await tabs.trigger('keydown', { key: 'ArrowRight' })
  expect(selected()).toBe('Repurchase')
  await tabs.trigger('keydown', { key: 'End' })
  expect(selected()).toBe('Lineage')
  expect(stage.page.text()).toContain('f'.repeat(64))
  await tabs.trigger('keydown', { key: 'ArrowRight' })
  expect(selected()).toBe('Customer value')
})
