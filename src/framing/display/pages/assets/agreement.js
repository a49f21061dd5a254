// How far coders agree: percent and Krippendorff's alpha (nominal), and the sheets that go out and come back.

export function agreement(codings) {
  const units = new Map();
  for (const { unit, value } of codings) {
    if (!units.has(unit)) units.set(unit, new Map());
    const counts = units.get(unit);
    counts.set(value, (counts.get(value) || 0) + 1);
  }
  const totals = new Map();
  let [n, same, percent, shared] = [0, 0, 0, 0];
  for (const counts of units.values()) {
    const m = [...counts.values()].reduce((sum, c) => sum + c, 0);
    if (m < 2) continue;
    shared += 1;
    let equal = 0;
    for (const [value, c] of counts) {
      equal += c * (c - 1);
      totals.set(value, (totals.get(value) || 0) + c);
    }
    n += m;
    same += equal / (m - 1);
    percent += equal / (m * (m - 1));
  }
  if (!shared) return { units: 0, percent: null, alpha: null };
  const chance = [...totals.values()].reduce((sum, c) => sum + c * (c - 1), 0) / (n - 1);
  return { units: shared, percent: percent / shared, alpha: n > chance ? 1 - (n - same) / (n - chance) : null };
}

// Units with different codes, those with most disagreement first: [unit, {coder: value}, share of equal pairs].
export function disputed(codings) {
  const units = new Map();
  for (const { unit, coder, value } of codings) {
    if (!units.has(unit)) units.set(unit, {});
    units.get(unit)[coder] = value;
  }
  const told = [...units].map(([unit, codes]) => {
    const values = Object.values(codes);
    const equal = values.flatMap((a, i) => values.map((b, j) => (i !== j && a === b ? 1 : 0))).reduce((s, x) => s + x, 0);
    return [unit, codes, values.length < 2 ? 1 : equal / (values.length * (values.length - 1))];
  });
  return told.filter(([, , share]) => share < 1).sort((a, b) => a[2] - b[2]);
}

const HEAD = ["unit_id", "coder", "variable", "value"];
const quote = (cell) => {
  const safe = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(cell) ? `'${cell}` : cell;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

// The codings table of framing as CSV.
export function writeCodings(codings) {
  const rows = codings.map((it) => [it.unit, it.coder, it.variable, it.value].map((cell) => quote(String(cell))).join(","));
  return `${[HEAD.join(","), ...rows].join("\n")}\n`;
}

export function readCodings(text) {
  const rows = readCsv(text.replace(/^\ufeff/, ""));
  const head = (rows.shift() || []).map((name) => name.trim());
  const place = HEAD.map((name) => head.indexOf(name));
  if (place.includes(-1)) throw new Error(`it lacks the column ${HEAD[place.indexOf(-1)]}`);
  const plain = (cell = "") => cell.replace(/^'(?=[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])/, "").trim();
  return rows.filter((row) => row.length > 1).map((row) => {
    const [unit, coder, variable, value] = place.map((i) => plain(row[i]));
    return { unit, coder, variable, value };
  }).filter((it) => it.unit && it.value);
}

export function readCsv(text) {
  const comma = text.split("\n", 1)[0].includes(";") && !text.split("\n", 1)[0].includes(",") ? ";" : ",";
  const rows = [[]];
  let [cell, quoted] = ["", false];
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (quoted && c === '"' && text[i + 1] === '"') { cell += '"'; i += 1; }
    else if (c === '"') quoted = !quoted;
    else if (!quoted && c === comma) { rows.at(-1).push(cell); cell = ""; }
    else if (!quoted && c === "\n") { rows.at(-1).push(cell.replace(/\r$/, "")); cell = ""; rows.push([]); }
    else cell += c;
  }
  rows.at(-1).push(cell);
  return rows.filter((row) => row.some((it) => it !== ""));
}
