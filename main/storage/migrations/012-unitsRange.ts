/** The 80% conformal interval of a product's units. */
export const unitsRange = `
ALTER TABLE score_product ADD COLUMN units_low REAL;
ALTER TABLE score_product ADD COLUMN units_high REAL;
`
