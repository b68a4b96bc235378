import type { DistillationNote } from '../export/types.ts'
import type { ModelArtifact } from '../types.ts'

export type DistillationTasks = DistillationNote['tasks']

export interface DistilInput {
  /** The whole model that is learned from. */
  teacher: ModelArtifact
  /** What a small model came to that was stopped and judged; the one that is handed on follows it. */
  sibling: (Pick<Distilled, 'epochs'> & Pick<ModelArtifact, 'conformal'>) | null
}

export interface Distilled {
  artifact: ModelArtifact
  /** The epoch whose weights were kept. */
  epochs: number
  /** On test rows, beside the whole model; empty of one that follows a sibling. */
  tasks: DistillationTasks
}
