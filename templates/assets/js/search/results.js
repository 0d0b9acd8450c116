// What a result shows, as plain values.

// The address of an article, leading to the first marked words of its excerpt: for
// mark.js, and as a text fragment, which browsers follow by themselves.
export function articleAddress(articles, slug, { text, marks }) {
  const address = `${articles}${encodeURIComponent(slug)}/`;
  if (!marks.length) return address;
  const [start, end] = marks[0];
  const words = [...text].slice(start, end).join("");
  const coded = encodeURIComponent(words).replaceAll("-", "%2D");
  return `${address}#q=${coded}:~:text=${coded}`;
}

// 2020-12-19T10:44 as 2020年12月19日; an inferred date keeps its question mark.
export function dateWords(date) {
  const found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(date);
  if (!found) return date;
  const [, year, month, day] = found;
  const words = `${year}年${month ? `${Number(month)}月` : ""}${day ? `${Number(day)}日` : ""}`;
  return words + (date.endsWith("?") ? "?" : "");
}

// A sentence with its {names} replaced by values.
export function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
