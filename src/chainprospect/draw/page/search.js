// Companies by name, alias, id or pinyin initials. Initials come from the browser's own pinyin collation: the first
// sign of each initial in that order marks where it begins, so traditional and rare characters are found too.

const MARKS = "吖八嚓咑妸发旮哈丌咔垃妈拏噢妑七呥仨他穵夕丫帀";
const LETTERS = "abcdefghjklmnopqrstwxyz";
// Characters read in two ways in names of companies and places.
const TWO_WAYS = { 重: "cz", 长: "cz", 長: "cz", 行: "hx", 厦: "sx", 廈: "sx", 乐: "ly", 樂: "ly", 会: "hk", 會: "hk", 参: "cs", 朝: "cz", 单: "ds", 盛: "sc", 曾: "zc", 蔚: "wy", 覃: "tq", 解: "jx" };

let collator = null;
const known = new Map();

function initialsOfSign(sign) {
  if (TWO_WAYS[sign]) return TWO_WAYS[sign];
  if (/[a-z0-9]/.test(sign)) return sign;
  if (!/\p{Script=Han}/u.test(sign)) return "";
  const found = known.get(sign);
  if (found !== undefined) return found;
  collator ??= new Intl.Collator("zh-u-co-pinyin");
  let low = 0;
  let high = MARKS.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (collator.compare(MARKS[middle], sign) <= 0) low = middle;
    else high = middle - 1;
  }
  const letter = LETTERS[low];
  known.set(sign, letter);
  return letter;
}

function folded(text) {
  return text.normalize("NFKC").toLowerCase().trim();
}

/** Letters each sign of a text may begin with; other signs are left out. */
function initialsOf(text) {
  return Array.from(folded(text.slice(0, 80)), initialsOfSign).filter((one) => one);
}

/** Whether the initials hold the letters in a row: 0 from the start, above 0 later, -1 nowhere. */
function initialsAt(initials, wanted) {
  for (let start = 0; start + wanted.length <= initials.length; start += 1) {
    let fits = true;
    for (let k = 0; k < wanted.length && fits; k += 1) fits = initials[start + k].includes(wanted[k]);
    if (fits) return start;
  }
  return -1;
}

export function searcher(model) {
  let texts = null;
  const letters = new Array(model.count);
  return (wanted, limit = 12) => {
    const needle = folded(wanted);
    if (!needle) return { all: 0, rows: [] };
    texts ??= model.name.map((name, i) => [folded(name), folded(model.others[i] ?? ""), folded(model.id[i])]);
    const plain = /^[a-z0-9]+$/.test(needle);
    const found = [];
    for (let i = 0; i < model.count; i += 1) {
      const [name, others, id] = texts[i];
      let how = 9;
      if (name === needle || id === needle || others.split("\n").includes(needle)) how = 0;
      else if (name.startsWith(needle)) how = 1;
      else if (name.includes(needle)) how = 2;
      else if (others.includes(needle)) how = 3;
      else if (id.includes(needle)) how = 4;
      else if (plain && needle.length > 1) {
        letters[i] ??= initialsOf(model.name[i]);
        const at = initialsAt(letters[i], needle);
        how = at === 0 ? 5 : at > 0 ? 6 : 9;
      }
      if (how < 9) found.push([how, i]);
    }
    found.sort((a, b) => a[0] - b[0] || model.standing[a[1]] - model.standing[b[1]] || (model.score[b[1]] || 0) - (model.score[a[1]] || 0) || a[1] - b[1]);
    return { all: found.length, rows: found.slice(0, limit).map(([, i]) => i) };
  };
}
