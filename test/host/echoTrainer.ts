import { serve } from '../../main/base/channel.ts'
import type { Work } from '../../main/base/job.ts'
import { portToParent } from '../../main/host/spawn.ts'

/** A process that stands where a trainer would. */
serve(portToParent(), {
  double: (column: Float32Array, work: Work) => {
    work.progress('doubling', 1, 1)
    return column.map((value) => value * 2)
  },
  crash() {
    process.exit(3)
  },
})
