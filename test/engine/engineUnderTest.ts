import { startEngine } from '../../main/engine/start.ts'
import { engineNames, type Engine, type EngineName } from '../../main/engine/types.ts'

/** The engine that the suites of engines and training run on: ASSAY_TEST_ENGINE, else the one that is always there. */
export const engineUnderTest: EngineName = engineNames.find((name) => name === process.env.ASSAY_TEST_ENGINE) ?? 'wasm'

export const startEngineUnderTest = (): Promise<Engine> => startEngine(engineUnderTest)
