import type { Work } from './base/job.ts'
import type { FileRef, FileTarget } from './base/files.ts'
import type { Events } from './contract.ts'
import type { TemplateMemory } from './dataset/template/memory.ts'
import type { OpenProject, Operation } from './storage/operation.ts'
import type { TrialMemory } from './engine/trials.ts'
import type { EngineName } from './engine/types.ts'
import type { PrintPage } from './report/printing.ts'
import type { ProjectState } from './storage/types.ts'

/** What trains, apart from the core. It keeps what was loaded into it until it is released. */
export interface Trainer {
  /** Sees to it that it is where the engine can run; if it has to move there, what was loaded is gone. */
  carry(engine: EngineName): void
  call<Result>(service: string, input: unknown, work: Work): Promise<Result>
  release(): void
}

/** What the commands of every capability work with. */
export interface AppContext {
  /** The open project through the core's own read-only connection; throws `project.none`. For quick reads only. */
  project(): OpenProject
  /** Opens, creates and closes. Opening one closes the other. */
  openProject(path: string): Promise<ProjectState>
  closeProject(): Promise<void>
  projectState(): ProjectState | null
  /** Runs an operation on the writer or the reader thread; a write throws `project.readOnly` where it can't be done. */
  run<Input, Result>(operation: Operation<Input, Result>, input: Input, work?: Work): Promise<Result>
  /** Starts long work and returns its id at once. `run` gets a Work whose progress and cancel are the job's. */
  startJob(command: string, run: (work: Work) => Promise<unknown>): { jobId: string }
  /** How engines did on this machine. */
  trials: TrialMemory
  /** A trainer process of one's own. */
  startTrainer(): Trainer
  /** Prints a page as PDF with what this host has. */
  print: PrintPage
  /** The file a reference stands for, as a path on this machine. */
  resolveFile(file: FileRef): string
  /** Where an export is to be written. */
  resolveTarget(target: FileTarget): string
  /** How files were read before, in any project of this user; null where nothing is to be remembered. */
  templates: TemplateMemory | null
  emit<Name extends keyof Events>(name: Name, data: Events[Name]): void
}
