import { midRanks, rankCovariance } from './ranking.ts'
import { discountedGain, rememberLast, type Sample } from './sample.ts'

// Every metric gives NaN where it is not defined.

/** cov(y, rank ŷ) / cov(y, rank y) over mid-ranks: 1 is the best possible order, 0 a random one. */
export function normalizedGini(sample: Sample): number {
  const { truth } = sample
  if (truth.sum <= 0 || truth.rankCovariance <= 0) return NaN
  return rankCovariance(sample.actual, sample.weights, sample.ranking.starts, truth.total) / truth.rankCovariance
}

/** Pearson's correlation of mid-ranks; not defined when either side is constant. */
export function spearman(sample: Sample): number {
  const { truth, weights } = sample
  const { order, starts } = sample.ranking
  const mean = (truth.total + 1) / 2
  let covariance = 0
  let variation = 0
  const ranks = midRanks(weights, starts)
  for (let place = 0; place < ranks.length; place++) {
    const rank = ranks[place] - mean
    covariance += weights[place] * rank * (truth.ranks[order[place]] - mean)
    variation += weights[place] * rank * rank
  }
  if (variation <= 0 || truth.rankVariation <= 0) return NaN
  return covariance / Math.sqrt(variation * truth.rankVariation)
}

/** The chance that a positive row is predicted above a negative one, ties counting half (Mann & Whitney 1947). */
export const auc = (sample: Sample): number => aucAbove(sample, 0.5)

/** AUC for being among the top fifth by label. */
export const topAuc = (sample: Sample): number => aucAbove(sample, sample.truth.topThreshold)

function aucAbove(sample: Sample, cut: number): number {
  const { actual, weights } = sample
  const { starts } = sample.ranking
  let positives = 0
  let negatives = 0
  let won = 0
  let tiedPositives = 0
  let tiedNegatives = 0
  for (let place = 0; place < actual.length; place++) {
    if (starts[place] === 1) {
      won += tiedPositives * (negatives + tiedNegatives / 2)
      positives += tiedPositives
      negatives += tiedNegatives
      tiedPositives = 0
      tiedNegatives = 0
    }
    if (actual[place] >= cut) tiedPositives += weights[place]
    else tiedNegatives += weights[place]
  }
  won += tiedPositives * (negatives + tiedNegatives / 2)
  return won / ((positives + tiedPositives) * (negatives + tiedNegatives))
}

/**
 * AUC within each brand that has both outcomes, averaged by its rows (the GAUC of Zhou et al. 2018, "Deep Interest
 * Network"), so that knowing which brands are popular earns nothing.
 */
export function withinBrandAuc(sample: Sample): number {
  let sum = 0
  let rows = 0
  let from = 0
  for (const end of sample.brandEnds) {
    const brand = brandAuc(sample, from, end)
    if (!Number.isNaN(brand.auc)) {
      sum += brand.rows * brand.auc
      rows += brand.rows
    }
    from = end
  }
  return sum / rows
}

function brandAuc(sample: Sample, from: number, end: number): { auc: number; rows: number } {
  const { byBrand, predicted, actual, weights } = sample
  let positives = 0
  let negatives = 0
  let won = 0
  for (let i = from; i < end;) {
    const value = predicted[byBrand[i]]
    let tiedPositives = 0
    let tiedNegatives = 0
    for (; i < end && predicted[byBrand[i]] === value; i++) {
      const place = byBrand[i]
      if (actual[place] >= 0.5) tiedPositives += weights[place]
      else tiedNegatives += weights[place]
    }
    won += tiedPositives * (negatives + tiedNegatives / 2)
    positives += tiedPositives
    negatives += tiedNegatives
  }
  return { auc: won / (positives * negatives), rows: positives + negatives }
}

/** Discounted gain of the first 50 rows by prediction over that of the best order; gains are the labels (linear). */
export const ndcgAt50 = (sample: Sample): number =>
  sample.truth.idealGain > 0 ? discountedGain(sample.actual, sample.weights) / sample.truth.idealGain : NaN

/** Of the fifth of rows predicted highest, the share that is in the top fifth by label. */
export function topPrecision(sample: Sample): number {
  const { hits, picked } = topHits(sample)
  return hits / picked
}

/** Of the rows in the top fifth by label, the share that is among the fifth predicted highest. */
export function topRecall(sample: Sample): number {
  const { hits, relevant } = topHits(sample)
  return hits / relevant
}

export function topF1(sample: Sample): number {
  const { hits, picked, relevant } = topHits(sample)
  return relevant === 0 ? NaN : (2 * hits) / (picked + relevant)
}

const topHits = rememberLast((sample) => {
  const { actual, weights, truth } = sample
  const picked = Math.max(1, Math.round(truth.total / 5))
  let hits = 0
  let relevant = 0
  let left = picked
  for (let place = actual.length - 1; place >= 0; place--) {
    const taken = Math.min(left, weights[place])
    left -= taken
    if (actual[place] >= truth.topThreshold) {
      hits += taken
      relevant += weights[place]
    }
  }
  return { hits, picked, relevant }
})
