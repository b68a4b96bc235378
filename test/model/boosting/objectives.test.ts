import { describe, expect, test } from 'vitest'
import { logistic, poisson, squaredError, tweedie } from '../../../main/model/boosting/objectives.ts'

const cases = {
  tweedie: { objective: tweedie(1.5), labels: [0, 0.3, 1, 8] },
  poisson: { objective: poisson, labels: [0, 1, 5] },
  squaredError: { objective: squaredError, labels: [-2, 0, 3] },
  logistic: { objective: logistic, labels: [0, 0.25, 1] },
}

describe.each(Object.entries(cases))('%s', (_, { objective, labels }) => {
  test('its derivatives are those of its loss', () => {
    const [gradient, hessian] = [new Float64Array(1), new Float64Array(1)]
    const step = 1e-4
    for (const label of labels) {
      for (const score of [-2, -0.3, 0, 0.8, 2]) {
        objective.derive(label, score, gradient, hessian, 0)
        const [below, at, above] = [-step, 0, step].map((by) => objective.loss(label, score + by))
        expect(gradient[0]).toBeCloseTo((above - below) / (2 * step), 5)
        expect(hessian[0]).toBeCloseTo((above - 2 * at + below) / step ** 2, 4)
      }
    }
  })

  test('no other score than its constant has a lower total loss, and it means the mean', () => {
    const mean = labels.reduce((sum, label) => sum + label, 0) / labels.length
    const best = objective.constant(mean)
    const total = (score: number) => labels.reduce((sum, label) => sum + objective.loss(label, score), 0)
    for (const by of [-0.5, -0.01, 0.01, 0.5]) expect(total(best + by)).toBeGreaterThan(total(best))
    expect(objective.predict(best)).toBeCloseTo(mean, 9)
  })
})
