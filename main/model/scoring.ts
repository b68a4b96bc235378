import type { Engine } from '../engine/types.ts'
import type { Entity, ExampleTable, ScoringData } from '../features/types.ts'
import { runModel } from './runningModel.ts'
import type { ScoredTable, Scores } from './scoreStore.ts'
import { tablesOf } from './tables.ts'
import { readAs } from './transfer/readAs.ts'
import { sharesOf, towerShares } from './towerShares.ts'
import { entityOfOutput, type Figures, type ModelArtifact } from './types.ts'

/** What a model says of every row, calibrated, with the columns that stand beside it in score lists. */
export async function scoreRows(data: ScoringData, artifact: ModelArtifact, engine: Engine): Promise<Scores> {
  const model = runModel(engine, artifact)
  const tables = tablesOf(readAs(artifact, data))
  const figures = await model.predict(tables)
  model.dispose()
  const shares = await towerShares(engine, artifact, tables)
  const scored = (table: ExampleTable): ScoredTable => ({
    ids: table.ids,
    brandIds: table.brandIds,
    baseline: table.baseline,
    outputs: figuresOf(table.entity, figures),
    shares: sharesOf(table.entity, shares),
  })
  return {
    users: scored(data.users),
    products: data.products && scored(data.products),
    pairs: data.pairs && scored(data.pairs),
  }
}

const figuresOf = (entity: Entity, figures: Figures): Figures =>
  Object.fromEntries(Object.entries(figures).filter(([name]) => entityOfOutput(name) === entity))
