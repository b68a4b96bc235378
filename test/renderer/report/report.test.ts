// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, it } from 'vitest'
import { definitionOf } from '../../../main/report/definition.ts'
import { templateNames } from '../../../main/report/templates.ts'
import type { SavedReport } from '../../../main/report/types.ts'
import ReportPage from '../../../renderer/src/report/ReportPage.vue'
import { details, project, summary } from '../examples.ts'
import { buttonNamed, mountPage, type Stage } from '../mountPage.ts'

const definition = definitionOf({ template: 'brandReview', title: 'Brands <b>of</b> spring' })
const saved: SavedReport = {
  reportId: 3,
  name: 'Spring brands',
  definition,
  changedAtMs: 0,
  lastWriting: { writtenAtMs: Date.UTC(2025, 3, 1), runId: 7, format: 'pdf', file: 'brands.pdf' },
}

let stage: Stage
let missing: Record<string, string[]> = {}
beforeEach(async () => {
  missing = {}
  stage = await mountReports()
})
afterEach(() => stage.page.unmount())

const mountReports = () =>
  mountPage(ReportPage, {
    'project.state': () => project,
    'model.runs': () => [summary],
    'model.run': () => details,
    'insight.categories': () => [],
    'insight.loyalty': () => ({ brands: [] }),
    'report.templates': () =>
      templateNames.map((name) => ({
        name,
        definition: definitionOf({ template: name }),
        missing: missing[name] ?? [],
      })),
    'report.list': () => [saved],
    'report.save': ({ name }: { name: string }) => ({ ...saved, name }),
    'report.delete': () => null,
    'report.preview': () => ({ html: '<!doctype html><h1>Page</h1>' }),
    'host.pickTarget': ({ suggestedName }: { suggestedName: string }) => ({ path: `/out/${suggestedName}` }),
    'report.write': () => ({ jobId: 'job-2' }),
    'job.get': () => ({
      ...{ id: 'job-2', command: 'report.write', state: 'done', progress: null, result: null, error: null },
      ...{ startedAt: 0, endedAt: 1 },
    }),
    'host.reveal': () => null,
  })

const sectionNames = () => stage.page.findAll('.sections li').map((row) => row.text())
const press = (row: number, key: string) =>
  stage.page.findAll('.sections li')[row].trigger('keydown', { key, altKey: true })

it('writes what was chosen to where was said, then shows the file', async () => {
  buttonNamed('Write the report').click()
  await stage.settle()
  const target = { path: '/out/shop All about a run.html' }
  expect(stage.calls('report.write')).toEqual([
    { runId: 7, definition: definitionOf({ filters: {} }), reportId: null, asOf: null, format: 'html', target },
  ])
  expect(stage.calls('host.reveal')).toEqual([{ target }])
  expect(stage.page.text()).toContain('/out/shop All about a run.html')
})

it('opens a saved report, and writes it as that report', async () => {
  expect(stage.page.text()).toContain('brands.pdf')
  await stage.page.find('.reports .name').trigger('click')
  buttonNamed('Write the report').click()
  await stage.settle()
  expect(stage.calls('report.write')).toEqual([
    expect.objectContaining({ reportId: 3, definition, target: { path: '/out/Spring brands.html' } }),
  ])
})

it('moves a section by keyboard and keeps the order when it saves', async () => {
  const [first, second, ...others] = sectionNames()
  await press(0, 'ArrowUp')
  expect(sectionNames()).toEqual([first, second, ...others])
  await press(0, 'ArrowDown')
  expect(sectionNames()).toEqual([second, first, ...others])
  await stage.page.find('input[aria-label="Name of the report"]').setValue('Mine')
  await stage.page.find('form').trigger('submit')
  await stage.settle()
  const [{ name, reportId, definition: kept }] = stage.calls('report.save') as SavedReport[]
  expect({ name, reportId }).toEqual({ name: 'Mine', reportId: null })
  expect(kept.sections.slice(0, 2).map(({ id }) => id)).toEqual(['notes', 'changes'])
})

it('shows the preview in a frame that may do nothing', async () => {
  buttonNamed('Show the preview').click()
  await stage.settle()
  const frame = stage.page.find('iframe')
  expect(frame.attributes('sandbox')).toBe('')
  expect(frame.attributes('srcdoc')).toContain('<h1>Page</h1>')
})

it('says what a template lacks, keeps what was typed, and lets nothing be written', async () => {
  stage.page.unmount()
  missing = Object.fromEntries(templateNames.map((name) => [name, ['run']]))
  stage = await mountReports()
  expect(stage.page.text()).toContain('the project has none yet')
  expect(buttonNamed('Write the report').hasAttribute('disabled')).toBe(true)
})
