import type { StoredTensor } from '../types.ts'

const ending = /\.(down|up)$/

/** Matrices with the products of low rank that were learned beside them (LoRA: Hu et al. 2021) in them, W + down · up. */
export function foldLowRank(tensors: StoredTensor[]): StoredTensor[] {
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]))
  return tensors.flatMap((tensor) => {
    if (ending.test(tensor.name)) return []
    const [down, up] = ['down', 'up'].map((part) => byName.get(`${tensor.name}.${part}`))
    return down && up ? [{ ...tensor, values: withProduct(tensor, down, up) }] : [tensor]
  })
}

function withProduct({ shape: [, outputs], values }: StoredTensor, down: StoredTensor, up: StoredTensor) {
  const rank = down.shape[1]
  return values.map((value, at) => {
    const [i, j] = [Math.floor(at / outputs), at % outputs]
    let sum = value
    for (let k = 0; k < rank; k++) sum += down.values[i * rank + k] * up.values[k * outputs + j]
    return sum
  })
}
