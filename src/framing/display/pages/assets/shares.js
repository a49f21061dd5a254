// Shares and their intervals, computed in the page as framing.estimate computes them: a ratio of sums over stories, and
// all levels that a test does not reject in which the stories' scores have their signs thrown anew.

export const FEWEST = 10;
const FEW_HITS = 10;
const STEPS = 20;

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

export function estimate(namings, counts, { draws = 999, seed = 1 } = {}) {
  const pairs = clustersOf(namings, counts);
  const a = pairs.reduce((sum, pair) => sum + pair[0], 0);
  const n = pairs.reduce((sum, pair) => sum + pair[1], 0);
  const told = { value: n ? a / n : null, counted: a, n, clusters: pairs.length, low: null, high: null };
  if (pairs.length < FEWEST) return told;
  const test = signTest(pairs, a, n, draws, random(seed));
  return { ...told, low: search(test, told.value, -1), high: search(test, told.value, 1) };
}

// The p-value of a level: scores a - level b of the stories with signs thrown anew. Where few words have been counted (or
// all but a few), what counting alone leaves uncertain is added.
function signTest(pairs, a, n, draws, next) {
  const gauss = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const thrown = Array.from({ length: draws }, () => {
    let [top, bottom] = [0, 0];
    for (const pair of pairs) {
      const sign = next() < 0.5 ? -1 : 1;
      top += sign * pair[0];
      bottom += sign * pair[1];
    }
    return [top / n, bottom / n, gauss()];
  });
  const [aa, ab, bb] = pairs.reduce((sum, [x, y]) => [sum[0] + x * x, sum[1] + x * y, sum[2] + y * y], [0, 0, 0]).map((it) => it / n ** 2);
  const few = Math.min(a, n - a) < FEW_HITS;
  return (level) => {
    const beyond = Math.sqrt(Math.max((few ? (level * (1 - level)) / n : 0) - (aa - 2 * level * ab + level ** 2 * bb), 0));
    const seen = Math.abs(a / n - level) * (1 - 1e-9) - 1e-12;
    const hits = thrown.filter(([top, bottom, z]) => Math.abs(top - level * bottom + beyond * z) >= seen).length;
    return (1 + hits) / (1 + draws);
  };
}

// The last level, outwards from the share, that the test does not reject at .05.
function search(test, value, sign) {
  const limit = sign < 0 ? 0 : 1;
  let [inside, outside, step] = [value, value, 0.02];
  for (;;) {
    outside = sign < 0 ? Math.max(limit, outside - step) : Math.min(limit, outside + step);
    if (test(outside) <= 0.05) break;
    inside = outside;
    if (outside === limit) return limit;
    step *= 2;
  }
  for (let i = 0; i < STEPS; i += 1) {
    const middle = (inside + outside) / 2;
    if (test(middle) <= 0.05) outside = middle; else inside = middle;
  }
  return inside;
}

export function quantile(ordered, q) {
  const place = q * (ordered.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, ordered.length - 1);
  return ordered[below] + (place - below) * (ordered[above] - ordered[below]);
}
