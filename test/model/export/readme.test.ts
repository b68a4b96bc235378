import { expect, test } from 'vitest'
import { loadWords } from '../../../main/base/resources.ts'
import { composeReadme } from '../../../main/model/export/readme.ts'
import type { ExportManifest } from '../../../main/model/export/types.ts'

const estimate = (value: number) => ({ value, low: value - 0.015, high: value + 0.015 })
const manifest: Omit<ExportManifest, 'files'> = {
  ...{ format: 'assay-export', version: 1, assay: '0.1.0', runId: 4, createdAt: '', fingerprint: '' },
  ...{ split: 'time', cutoff: '2025-03-01', scoredAt: '2025-06-01', horizonDays: 90, currency: 'EUR', timezone: 'UTC' },
  tasks: {
    ltv: {
      ...{ testRows: 1234, metrics: { normalizedGini: estimate(0.7) }, bestBaseline: 'bgnbd', beats: false },
      baselines: { bgnbd: { normalizedGini: estimate(0.69) } },
    },
  },
  skipped: [],
  distillation: null,
}
const loss = { metric: 'normalizedGini', whole: estimate(0.7), small: estimate(0.66), difference: estimate(-0.04) }

test('the README says how good the model is, and where it is not shown to be better', () => {
  const readme = composeReadme(manifest, loadWords('en'))
  expect(readme).toContain(
    '| Customer value | Normalised Gini | 0.7 (0.685 – 0.715) | BG/NBD 0.69 (0.675 – 0.705) | 1234 |',
  )
  expect(readme).toContain('- Customer value: not shown to be better than its best baseline.')
  expect(readme).not.toContain('small')
})

test.each(['en', 'zh-CN'] as const)('of a small model it says what is lost, in %s', (language) => {
  const distillation = { tasks: { ltv: loss }, bytesWhole: 4e6, bytesSmall: 5e4, epochs: 9 }
  const readme = composeReadme({ ...manifest, distillation }, loadWords(language))
  expect(readme).toMatch(/0\.66 \(0\.645 – 0\.675\).*-0\.04 \(-0\.055 – -0\.025\)/)
  expect(readme).not.toMatch(/export\.|charts\.|model\.splits|undefined|\{\w+\}|\n\n\n/)
})
