// Shares and their intervals, computed in the page as framing.estimate computes them: a ratio of sums over stories,
// stories drawn anew, an expanded percentile interval, and Jeffreys' posterior where a share is 0 or 1.

export const FEWEST = 10;

export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

// Namings to [those that count, all of them] of each story (an article without a story is one of its own).
export function clustersOf(namings, counts) {
  const sums = new Map();
  for (const naming of namings) {
    const key = naming.story >= 0 ? naming.story : -1 - naming.article;
    const pair = sums.get(key) || [0, 0];
    pair[0] += counts(naming) ? 1 : 0;
    pair[1] += 1;
    sums.set(key, pair);
  }
  return [...sums.values()];
}

export function estimate(namings, counts, { draws = 1000, seed = 1 } = {}) {
  const pairs = clustersOf(namings, counts);
  const a = pairs.reduce((sum, pair) => sum + pair[0], 0);
  const b = pairs.reduce((sum, pair) => sum + pair[1], 0);
  const value = b ? a / b : null;
  const told = { value, counted: a, n: b, clusters: pairs.length, low: null, high: null };
  if (pairs.length < FEWEST) return told;
  const m = Math.max(effective(pairs, value), 2);
  const drawn = a === 0 || a === b ? edgeDraws(a === b, m, draws, random(seed)) : drawShares(pairs, draws, random(seed));
  const tail = normal(tQuantile(m - 1) * Math.sqrt(m / (m - 1)));
  drawn.sort((x, y) => x - y);
  return { ...told, low: quantile(drawn, tail), high: quantile(drawn, 1 - tail) };
}

export function drawShares(pairs, draws, next) {
  const shares = [];
  for (let i = 0; i < draws; i += 1) {
    let [a, b] = [0, 0];
    for (let j = 0; j < pairs.length; j += 1) {
      const pair = pairs[Math.floor(next() * pairs.length)];
      a += pair[0];
      b += pair[1];
    }
    shares.push(a / b);
  }
  return shares;
}

export function quantile(ordered, q) {
  const place = q * (ordered.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, ordered.length - 1);
  return ordered[below] + (place - below) * (ordered[above] - ordered[below]);
}

function effective(pairs, value) {
  const residuals = pairs.map(([a, b]) => a - value * b);
  const squares = residuals.reduce((sum, r) => sum + r ** 2, 0);
  const fourths = residuals.reduce((sum, r) => sum + r ** 4, 0);
  const m = pairs.length;
  const excess = squares ? Math.max((m * fourths) / squares ** 2 - 3, 0) : 0;
  return 1 + 2 / (2 / (m - 1) + excess / m);
}

// Draws of Beta(1/2, m + 1/2): a squared normal over its sum with a gamma (Marsaglia and Tsang).
function edgeDraws(all, m, draws, next) {
  const gauss = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const d = m + 0.5 - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  const gamma = () => {
    for (;;) {
      const x = gauss();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
    }
  };
  return Array.from({ length: draws }, () => {
    const half = gauss() ** 2 / 2;
    const share = half / (half + gamma());
    return all ? 1 - share : share;
  });
}

export function normal(z) {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const upper = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
  return z > 0 ? 1 - upper : upper;
}

// Two-sided 5 % point of Student's t (Hill 1970, algorithm 396), negative.
export function tQuantile(df) {
  const [p, n, x0] = [0.05, Math.max(df, 1), -1.959964];
  if (n < 1.001) return -1 / Math.tan((p * Math.PI) / 2);
  if (Math.abs(n - 2) < 0.001) return -Math.sqrt(2 / (p * (2 - p)) - 2);
  const a = 1 / (n - 0.5);
  const b = 48 / a ** 2;
  let c = ((20700 * a / b - 98) * a - 16) * a + 96.36;
  const d = ((94.5 / (b + c) - 3) / b + 1) * Math.sqrt((a * Math.PI) / 2) * n;
  let y = (d * p) ** (2 / n);
  if (y > 0.05 + a) {
    if (n < 5) c += 0.3 * (n - 4.5) * (x0 + 0.6);
    c = (((0.05 * d * x0 - 5) * x0 - 7) * x0 - 2) * x0 + b + c;
    y = x0 ** 2;
    y = (((((0.4 * y + 6.3) * y + 36) * y + 94.5) / c - y - 3) / b + 1) * x0;
    y = Math.expm1(a * y ** 2);
  } else {
    y = ((1 / (((n + 6) / (n * y) - 0.089 * d - 0.822) * (n + 2) * 3) + 0.5 / (n + 4)) * y - 1) * (n + 1) / (n + 2) + 1 / y;
  }
  return -Math.sqrt(n * y);
}
