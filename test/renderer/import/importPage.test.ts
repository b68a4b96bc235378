// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest'
import { buttonNamed } from '../mountPage.ts'
import { job, openWizard } from './wizard.ts'

const isDisabled = (words: string) => buttonNamed(words).hasAttribute('disabled')

async function mapTime(stage: Awaited<ReturnType<typeof openWizard>>) {
  stage.page.findAllComponents({ name: 'MappingTable' })[0].vm.$emit('change', 'time', { column: 'day' })
  await stage.settle()
}

beforeEach(() => document.body.replaceChildren())

describe('the import wizard', () => {
  it('shows what was sniffed, what is doubtful, and what is still needed', async () => {
    const { page } = await openWizard(job({}))
    expect(page.text()).toContain('The dates in day may be day first or month first; taken as 31/05/2026, day first.')
    expect(page.text()).toContain('Still without a source: Time')
    expect(isDisabled('Import 3 rows')).toBe(true)
  })

  it('imports with the changed mapping, and says what became of every row', async () => {
    const stage = await openWizard(job({}))
    await mapTime(stage)
    expect(isDisabled('Import 3 rows')).toBe(false)
    buttonNamed('Import 3 rows').click()
    await stage.settle()
    expect(stage.calls('dataset.import')).toEqual([
      {
        file: { path: '/orders.csv' },
        format: {},
        template: 'auto',
        kind: 'orders',
        mapping: { time: { column: 'day' } },
        known: [],
      },
    ])
    expect(stage.page.text()).toContain('2 of 3 rows are in the project')
    expect(stage.page.text()).toContain('Customer is missing')
  })

  it('keeps what was chosen when the import fails, and says why', async () => {
    const error = { code: 'disk.full', message: '', details: { path: '/a.assay' } } as const
    const stage = await openWizard(job({ state: 'failed', result: null, error }))
    await mapTime(stage)
    buttonNamed('Import 3 rows').click()
    await stage.settle()
    expect(stage.page.text()).toContain('There is no room left on the disk for what was to be written.')
    expect(stage.page.text()).toContain('Free some space')
    expect(isDisabled('Import 3 rows')).toBe(false)
  })

  it('asks again when the kind changes, and lets go of what was mapped for the other kind', async () => {
    const stage = await openWizard(job({}))
    await mapTime(stage)
    stage.page.findAllComponents({ name: 'FormatSettings' })[0].vm.$emit('kind', 'users')
    await stage.settle()
    expect(stage.calls('dataset.preview').at(-1)).toMatchObject({ kind: 'users', mapping: {} })
  })

  it('reads the file again when its format is said', async () => {
    const stage = await openWizard(job({}))
    stage.page.findAllComponents({ name: 'FormatSettings' })[0].vm.$emit('format', { delimiter: ';' })
    await stage.settle()
    expect(stage.calls('dataset.inspect').at(-1)).toMatchObject({ format: { delimiter: ';' } })
  })
})
