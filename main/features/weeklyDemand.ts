/** Weeks before the cutoff whose units are kept, and of those the latest that are inputs one by one. */
export const weeksSeen = 26
export const weeksShown = 12

/** Adds units sold `age` days before the cutoff: week 0 is 1 to 7 days before it. */
export function addWeekly(weekly: Float32Array, product: number, age: number, units: number): void {
  const week = Math.floor((age - 1) / 7)
  if (week < weeksSeen) weekly[product * weeksSeen + week] += units
}

export const weekUnits = (weekly: Float32Array, product: number, week: number): number =>
  weekly[product * weeksSeen + week]

/** Slope per week of log(1 + units) over the latest 12 weeks (least squares); above 0 where demand rises. */
export function weekTrend(weekly: Float32Array, product: number): number {
  const middle = (weeksShown - 1) / 2
  let [slope, spread] = [0, 0]
  for (let week = 0; week < weeksShown; week++) {
    const later = middle - week // week 0 is the latest
    slope += later * Math.log1p(Math.max(0, weekUnits(weekly, product, week)))
    spread += later * later
  }
  return slope / spread
}

/** Standard deviation of a week's units over their mean, of 26 weeks; 0 where nothing was sold. */
export function weekVolatility(weekly: Float32Array, product: number): number {
  const own = weekly.subarray(product * weeksSeen, (product + 1) * weeksSeen)
  const mean = own.reduce((sum, units) => sum + units, 0) / weeksSeen
  const variance = own.reduce((sum, units) => sum + (units - mean) ** 2, 0) / weeksSeen
  return mean > 0 ? Math.sqrt(variance) / mean : 0
}

/** Share of 26 weeks with a sale. */
export function weeksSoldShare(weekly: Float32Array, product: number): number {
  let sold = 0
  for (let week = 0; week < weeksSeen; week++) if (weekUnits(weekly, product, week) > 0) sold++
  return sold / weeksSeen
}
