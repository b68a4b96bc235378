import type { TextEncoder } from './encoder.ts'
import { principalAxes, project } from './principalAxes.ts'

const mostDimensions = 32
const mostTexts = 2_000

/**
 * An encoder of many dimensions, projected on the axes along which the shop's own texts differ most: 768 inputs a product
 * would outweigh all else the network sees. Encoders of few dimensions come back as they are.
 */
export function reduced(encoder: TextEncoder, texts: string[]): TextEncoder {
  if (encoder.dimensions <= mostDimensions) return encoder
  const step = Math.ceil(texts.length / mostTexts)
  const sample = texts.filter((_, i) => i % step === 0).map((text) => encoder.encode(text).slice())
  const { mean, axes } = principalAxes(sample, mostDimensions)
  const result = new Float32Array(axes.length)
  return {
    dimensions: axes.length,
    encode(text) {
      const vector = encoder.encode(text)
      // Nothing said stays 0, as far from all as the mean.
      const isEmpty = vector.every((value) => value === 0)
      axes.forEach((axis, i) => (result[i] = isEmpty ? 0 : project(vector, mean, axis)))
      return result
    },
    note: { ...encoder.note, dimensions: axes.length, texts: texts.length },
  }
}
