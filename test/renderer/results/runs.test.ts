// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { RunDetails } from '../../../main/model/types.ts'
import RunsPage from '../../../renderer/src/results/RunsPage.vue'
import { useTrainForm } from '../../../renderer/src/training/useTrainForm.ts'
import { details, project, summary } from '../examples.ts'
import { buttonNamed, mountPage, type Stage } from '../mountPage.ts'

let stage: Stage
const runs = [summary]
let shown: RunDetails

beforeEach(async () => {
  shown = details
  stage = await mountPage(RunsPage, {
    'project.state': () => project,
    'model.runs': () => runs,
    'model.run': () => shown,
    'model.deleteRun': () => null,
    'host.pickTarget': () => ({ path: '/here/t.assaymodel' }),
    'model.saveTowers': () => ({ jobId: 'job-1' }),
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

const figure = { value: 0.7, low: 0.6, high: 0.8 }
const keptEarlier: RunDetails = {
  ...details,
  origin: {
    ...{ kind: 'run', runId: 3, matched: null },
    guard: {
      ...{ verdict: 'worse', kept: 'earlier' },
      tasks: { ltv: { metric: 'normalizedGini', rows: 256, earlier: figure, now: figure, difference: figure } },
    },
  },
}

it('says first where continued training kept the earlier model, and by which figures', async () => {
  shown = keptEarlier
  await stage.tell('project.changed', { ...project, runs: 2 })
  const notes = stage.page.findAll('[role=note] li').map((note) => note.text())
  expect(notes[0]).toContain('worse than that of run #3: the earlier model was kept')
  await stage.page.find('[role=tablist]').trigger('keydown', { key: 'End' })
  expect(stage.page.text()).toContain('difference 0.700 (0.600–0.800) on 256 rows that neither learned from')
})

it('leads to a training that continues from the run', async () => {
  buttonNamed('Continue training').click()
  await stage.settle()
  expect(useTrainForm().form.start).toMatchObject({ kind: 'run', runId: 7 })
})

it('saves the towers of its networks', async () => {
  buttonNamed('Save towers').click()
  await stage.settle()
  expect(stage.calls('host.pickTarget')).toEqual([{ suggestedName: 'towers-7.assaymodel' }])
  expect(stage.calls('model.saveTowers')).toEqual([{ runId: 7, target: { path: '/here/t.assaymodel' } }])
})
