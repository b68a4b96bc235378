/** Brings predictions to the level of the training labels: the factor Σy / Σŷ; 1 where Σŷ is not above 0. */
export function levelFactor(labels: ArrayLike<number>, predicted: ArrayLike<number>): number {
  let actualSum = 0
  let predictedSum = 0
  for (let i = 0; i < labels.length; i++) {
    if (Number.isNaN(labels[i])) continue
    actualSum += labels[i]
    predictedSum += predicted[i]
  }
  return predictedSum > 0 ? actualSum / predictedSum : 1
}
