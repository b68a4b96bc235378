import { expect, test } from 'vitest'
import { alignWeights, countKnown, findNames } from '../../../main/model/transfer/align.ts'
import type { ParameterSpec } from '../../../main/model/network/parameters.ts'

test('names are found as written, else without regard to case and width; nameless ones never', () => {
  const others = ['Nike', 'NIKE', '', '茶 屋', 'adidas']
  expect([...findNames(['NIKE', 'nike', 'ＡＤＩＤＡＳ', '茶　屋', '', 'Puma'], others)]).toEqual([1, 0, 4, 3, -1, -1])
  expect(countKnown(['nike', '', 'Puma'], others)).toEqual({ known: 1, all: 2 })
})

const matrix: ParameterSpec = { name: 'behaviour.hidden.weight', shape: [3, 2], start: 'he' }
const bias: ParameterSpec = { name: 'behaviour.hidden.bias', shape: [2], start: 'zeros' }
const table: ParameterSpec = { name: 'embedding.brand', shape: [2, 2], start: 'embedding' }
const gate: ParameterSpec = { name: 'ltv.gate.weight', shape: [2, 3], start: 'zeros' }

test('rows and columns go where their names stand; new inputs say nothing, new words keep what was drawn', () => {
  const specs = [matrix, bias, table, gate]
  const drawn = Float32Array.from({ length: 6 + 2 + 4 + 6 }, (_, i) => 100 + i)
  const names = {
    [matrix.name]: { rows: ['b', 'new', 'a'] },
    [table.name]: { rows: ['Delos', 'ACME'] },
    [gate.name]: { rows: ['x', 'y'], columns: ['behaviour', 'product', 'social'] },
  }
  const source = {
    weights: [
      { name: matrix.name, shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) },
      { name: bias.name, shape: [2], values: Float32Array.of(5, 6) },
      { name: table.name, shape: [1, 2], values: Float32Array.of(7, 8) },
      { name: gate.name, shape: [2, 2], values: Float32Array.of(9, 10, 11, 12) },
    ],
    names: {
      [matrix.name]: { rows: ['A', 'B'] },
      [table.name]: { rows: ['Acme'] },
      [gate.name]: { rows: ['y', 'x'], columns: ['social', 'behaviour'] },
    },
  }
  const { weights, known } = alignWeights(specs, names, drawn, source)
  expect([...weights]).toEqual([3, 4, 0, 0, 1, 2, 5, 6, 108, 109, 7, 8, 12, 0, 11, 10, 0, 9])
  expect([...known]).toEqual([1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 1, 0, 1, 1, 0, 1])
  const refused = alignWeights(specs, names, drawn, source, (name) => name === bias.name)
  expect([...refused.weights].slice(0, 9)).toEqual([100, 101, 102, 103, 104, 105, 5, 6, 108])
})

test('what nothing names is taken only in the same size', () => {
  const other = { weights: [{ name: bias.name, shape: [3], values: Float32Array.of(1, 2, 3) }], names: {} }
  expect([...alignWeights([bias], {}, Float32Array.of(8, 9), other).weights]).toEqual([8, 9])
})
