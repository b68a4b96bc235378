import { serve, type Port } from './base/channel.ts'
import type { Column } from './base/codec.ts'
import { AssayError } from './base/errors.ts'
import { assemble, release, type Shell } from './base/handover.ts'
import type { Work } from './base/job.ts'
import type { Engine, EngineName, StartEngine } from './engine/types.ts'
import { explainByPermutation, type PermutationInput } from './explain/permutationRun.ts'
import type { TrainingData } from './features/types.ts'
import type { Checkpoint, Inheritance } from './model/checkpoint.ts'
import type { Probed, StartedEngine } from './model/chooseEngine.ts'
import { distil } from './model/distil/distil.ts'
import type { DistilInput } from './model/distil/types.ts'
import { probe, type NetworkShape } from './model/probe.ts'
import { scoreRows } from './model/scoring.ts'
import { refitModel, trainModel, validateModel } from './model/training.ts'
import type { ModelConfig } from './model/modelConfig.ts'
import type { Start } from './model/transfer/types.ts'
import type { ModelArtifact } from './model/types.ts'
import { backtestDate } from './verdict/backtestDate.ts'
import { measureRobustness, type RobustnessInput } from './verdict/robustness.ts'

/**
 * What a trainer does, in whatever carries it: it starts an engine once, keeps the rows it was last given, and learns
 * from them as often as asked. It never opens a project.
 */
export function serveTrainer(port: Port, startEngine: StartEngine): void {
  let engine: Engine | null = null
  let loaded: TrainingData | null = null
  /** The columns of what is loaded, by their number in its shell. */
  let filled: Column[] = []
  /** The last model that was evaluated here: a refit takes its pace, blend and calibration. */
  let evaluated: ModelArtifact | null = null
  /** The last model that was refitted here: the one that scores. */
  let refitted: ModelArtifact | null = null

  /** What the networks of trainings whose configuration says so start from. */
  let start: Start | null = null

  let inherited: Checkpoint[] = []

  function takeInherited(): Checkpoint[] {
    const taken = inherited
    inherited = []
    return taken
  }

  serve(port, {
    async engine(wanted: EngineName): Promise<StartedEngine> {
      engine = await startEngine(wanted)
      const { name, gpu, device } = engine
      return { name, gpu, device }
    },
    /** How long a step of such a network takes. Afterwards this process is of no more use. */
    async probe({ name, shape }: { name: EngineName; shape: NetworkShape }): Promise<Probed> {
      const tried = await startEngine(name, { forced: false })
      return { device: tried.device, msPerStep: await probe(tried, shape) }
    },
    /** Makes room for rows, in place of the earlier ones; their columns follow in pieces. */
    load(shell: Shell) {
      release(loaded)
      const { value, columns } = assemble<TrainingData>(shell)
      loaded = value
      filled = columns
    },
    fill({ index, from, values }: { index: number; from: number; values: Column }) {
      filled[index].set(values, from)
    },
    /** The next training goes on where that of another trainer ended. */
    inherit(from: Inheritance) {
      inherited = from.checkpoints
      evaluated = from.evaluated
    },
    /** What networks start from, until it is said anew. */
    begin(from: Start | null) {
      start = from
    },
    async train(config: ModelConfig, work: Work) {
      const [rows, started, from] = [given(loaded, 'rows'), given(engine, 'engine'), takeInherited()]
      const trained = await trainModel(rows, config, started, work, from, start)
      evaluated = trained.artifact
      return trained
    },
    validate: (config: ModelConfig, work: Work) =>
      validateModel(given(loaded, 'rows'), config, given(engine, 'engine'), work),
    async refit(config: ModelConfig, work: Work) {
      const sibling = given(evaluated, 'evaluated model')
      const [rows, started, from] = [given(loaded, 'rows'), given(engine, 'engine'), takeInherited()]
      refitted = await refitModel(rows, config, sibling, started, work, from, start)
      return refitted
    },
    score(by: 'evaluated' | 'refitted' | 'earlier') {
      const earlier = start?.kind === 'run' ? start.refitted : null
      const model = given({ evaluated, refitted, earlier }[by], `${by} model`)
      return scoreRows(given(loaded, 'rows'), model, given(engine, 'engine'))
    },
    distil: (input: DistilInput, work: Work) => distil(given(loaded, 'rows'), input, given(engine, 'engine'), work),
    permutation: (input: PermutationInput, work: Work) =>
      explainByPermutation(given(loaded, 'rows'), input, given(engine, 'engine'), work),
    backtest: (config: ModelConfig, work: Work) =>
      backtestDate(given(loaded, 'rows'), config, given(engine, 'engine'), work, takeInherited()),
    robustness: (input: RobustnessInput, work: Work) =>
      measureRobustness(given(loaded, 'rows'), input, given(engine, 'engine'), work),
  })
}

/** Services build on one another; a caller that skips one has a defect. */
function given<Value>(value: Value | null, what: string): Value {
  if (value === null) throw new AssayError('internal', { message: `the trainer has no ${what} yet` })
  return value
}
