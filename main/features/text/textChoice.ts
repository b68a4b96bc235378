import type { TextChoice } from '../featureSet.ts'
import type { TrainSetup } from '../types.ts'
import type { TextEncoder } from './encoder.ts'

/** What a training's setup says, with the encoder that was read from its folder where it names one. */
export function textChoice({ text }: TrainSetup, pretrained: TextEncoder | null): TextChoice {
  if (text.encoder === 'builtIn' || text.encoder === 'off') return text.encoder
  if (!pretrained) throw new Error(`the text encoder of ${text.encoder} was not read ahead`)
  return pretrained
}
