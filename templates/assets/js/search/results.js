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

// 2020-12-19T10:44 in the interface's words, as the lists have it: 2020年12月19日.
export function dateWords(date, words) {
  const found = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(date);
  if (!found) return date;
  const [, year, month, day] = found;
  const form = words[day ? "date_name" : month ? "month_name" : "year_name"];
  const text = filled(form, { year, month: Number(month), day: Number(day) });
  return /[?~%]$/.test(date) ? filled(words.inferred_date, { date: text }) : text;
}

// A sentence with its {names} replaced by values; {month:02} has two digits at least.
export function filled(sentence, values) {
  return sentence.replace(/\{(\w+)(?::0(\d))?\}/g, (whole, name, width = 0) =>
    String(values[name] ?? whole).padStart(width, "0"),
  );
}
