import * as fc from 'fast-check'

/** The same random cases in every run, so that a red run is red again; ASSAY_TEST_SEED draws others. */
fc.configureGlobal({ seed: Number(process.env.ASSAY_TEST_SEED ?? 20240501) })
