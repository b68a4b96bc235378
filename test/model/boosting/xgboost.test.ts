import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { unattended } from '../../../main/base/job.ts'
import { boost, type BoostingSettings } from '../../../main/model/boosting/boosting.ts'
import { scoresOf } from '../../../main/model/boosting/forest.ts'
import { logistic, poisson, squaredError, tweedie, type Objective } from '../../../main/model/boosting/objectives.ts'
import { binned, exampleRows, range } from './rows.ts'

/** Debian's own Python has python3-xgboost; another first on the path need not. */
const python = ['python3', '/usr/bin/python3'].find((name) => spawnSync(name, ['-c', 'import xgboost']).status === 0)

const program = `
import json, sys
import numpy, xgboost
given = json.load(sys.stdin)
x, y = numpy.array(given['columns'], dtype=numpy.float32).T, numpy.array(given['labels'])
settings = dict(max_depth=4, eta=.2, min_child_weight=.5, tree_method='hist', max_bin=512, base_score=given['base'], **given['objective'])
data = xgboost.DMatrix(x, label=y)
print(json.dumps(xgboost.train({'lambda': 1, **settings}, data, num_boost_round=30).predict(data).tolist()))
`

const cases: [string, Objective, object][] = [
  ['tweedie', tweedie(1.5), { objective: 'reg:tweedie', tweedie_variance_power: 1.5 }],
  ['poisson', poisson, { objective: 'count:poisson', max_delta_step: 0 }],
  ['squared error', squaredError, { objective: 'reg:squarederror' }],
  ['logistic', logistic, { objective: 'binary:logistic' }],
]

const settings: BoostingSettings = {
  ...{ seed: 1, trees: 30, patience: 30, learningRate: 0.2, depth: 4, leaves: 16 },
  ...{ leafPenalty: 1, leastWeight: 0.5, leastRows: 1, rowShare: 1, mostRows: Infinity, columnShare: 1 },
}

/** Where nothing is drawn and every value has its bin, both grow the same trees: XGBoost computes in float32. */
describe.skipIf(!python)('beside XGBoost (skipped without python3-xgboost)', () => {
  test.each(cases)('gives the same predictions by %s', async (name, objective, told) => {
    const { columns, amount } = exampleRows(3000, 6, 40)
    const labels = name === 'logistic' ? amount.map((value) => Number(value > 1)) : amount
    const mean = labels.reduce((sum, label) => sum + label, 0) / labels.length
    const given = { columns: columns.map((values) => [...values]), labels: [...labels], base: mean, objective: told }
    const { stdout, stderr } = spawnSync(python ?? '', ['-c', program], {
      input: JSON.stringify(given),
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    })
    expect(stdout, stderr).not.toBe('')
    const theirs = JSON.parse(stdout) as number[]
    const all = range(0, labels.length)
    const input = { binned: binned(columns, all), labels, trainRows: all, validationRows: new Int32Array(0) }
    const { forest } = await boost(input, objective, settings, unattended)
    const ours = scoresOf(forest, columns, labels.length).map((score) => objective.predict(score))
    const differing = theirs.filter((value, row) => Math.abs(value - ours[row]) > 1e-3 * Math.max(0.1, Math.abs(value)))
    expect(differing).toHaveLength(0)
  })
})
