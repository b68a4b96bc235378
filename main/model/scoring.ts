import type { Engine } from '../engine/types.ts'
import type { Entity, ExampleTable, ScoringData } from '../features/types.ts'
import { runModel } from './runningModel.ts'
import type { ScoredTable, Scores } from './scoreStore.ts'
import { tablesOf } from './tables.ts'
import { readAs } from './transfer/readAs.ts'
import { entityOfOutput, type Figures, type ModelArtifact } from './types.ts'

/** What a model says of every row, calibrated, with the columns that stand beside it in score lists. */
export async function scoreRows(data: ScoringData, artifact: ModelArtifact, engine: Engine): Promise<Scores> {
  const model = runModel(engine, artifact)
  const figures = await model.predict(tablesOf(readAs(artifact, data)))
  model.dispose()
  const scored = (table: ExampleTable): ScoredTable => ({
    ids: table.ids,
    brandIds: table.brandIds,
    baseline: table.baseline,
    outputs: figuresOf(table.entity, figures),
  })
  return {
    users: scored(data.users),
    products: data.products && scored(data.products),
    pairs: data.pairs && scored(data.pairs),
  }
}

const figuresOf = (entity: Entity, figures: Figures): Figures =>
  Object.fromEntries(Object.entries(figures).filter(([name]) => entityOfOutput(name) === entity))
