import { z } from 'zod'

/** Names of act types a rule looks at; null for all. */
export const actTypes = z.array(z.string().min(1)).nullable().default(null)

/** Holds for acts of the types that the value `types` names as a JSON array; for all where it is null. */
export const typeCondition = (column: string): string =>
  `(@types IS NULL OR ${column} IN (SELECT t.id FROM act_type t JOIN json_each(@types) j ON j.value = t.name))`
