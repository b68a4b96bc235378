import { createHash } from 'node:crypto'
import { version } from '../../base/resources.ts'
import type { NamedFile } from '../../base/zip.ts'
import type { OpenProject } from '../../storage/operation.ts'
import type { StoredRun } from '../store.ts'
import type { DistillationNote, ExportManifest } from './types.ts'

/** What the files of an export are, and how the model did that they hold. */
export function manifestOf(
  { settings, calendar }: OpenProject,
  run: StoredRun,
  distillation: DistillationNote | null,
  files: NamedFile[],
): ExportManifest {
  const reports = Object.entries(run.tasks).map(([task, report]) => {
    const { testRows, metrics, baselines, bestBaseline, beatsBestBaseline: beats } = report
    return [task, { testRows, metrics, baselines, bestBaseline, beats }] as const
  })
  return {
    ...{ format: 'assay-export', version: 1, assay: version, runId: run.runId },
    createdAt: new Date().toISOString(),
    ...{ fingerprint: run.fingerprint, split: run.split, cutoff: calendar.isoDate(run.cutoffMs) },
    ...{ scoredAt: calendar.isoDate(run.scoredAtMs), horizonDays: run.horizonDays },
    ...{ currency: settings.currency, timezone: settings.timezone },
    tasks: Object.fromEntries(reports),
    skipped: run.skipped,
    distillation,
    files: files.map(({ name, bytes }) => ({ name, bytes: bytes.length, sha256: sha256Of(bytes) })),
  }
}

const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
