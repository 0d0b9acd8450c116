// Reloads the page when the site changes, and shows what is wrong with it.
// Built with textContent and the CSSOM only, so that it runs under the site's policy.

const { version } = document.querySelector("script[data-version]").dataset;
let events = null;
let panel = null;

function element(name, text, style) {
  const made = document.createElement(name);
  made.textContent = text;
  Object.assign(made.style, style);
  return made;
}

function described(problem) {
  const item = element("li", "", { margin: "0.5em 0" });
  const place = problem.file + (problem.line === null ? "" : `:${problem.line}`);
  const kind = `${problem.severity}[${problem.code}]`;
  item.append(
    element("code", place, { fontWeight: "bold" }),
    element("span", ` ${kind} ${problem.message}`, {}),
  );
  if (problem.hint) {
    item.append(element("div", `hint: ${problem.hint}`, { opacity: "0.8" }));
  }
  return item;
}

function show({ problems, total }) {
  panel?.remove();
  panel = null;
  if (!total) return;
  panel = element("details", "", {
    position: "fixed",
    zIndex: "2147483647",
    insetInline: "0",
    insetBlockEnd: "0",
    maxBlockSize: "50vh",
    overflow: "auto",
    padding: "0.5em 1em",
    font: "14px/1.5 ui-monospace, monospace",
    color: "#fff",
    background: "#5c1a1a",
  });
  panel.open = problems.some((problem) => problem.severity === "error");
  panel.lang = "en";
  const list = element("ul", "", { margin: "0", paddingInlineStart: "1.5em" });
  list.append(...problems.map(described));
  const title = element("summary", `problems: ${total}`, { cursor: "pointer" });
  panel.append(title, list);
  if (total > problems.length) {
    panel.append(element("p", `and ${total - problems.length} more`, {}));
  }
  document.body.append(panel);
}

function listen() {
  events = new EventSource("/.wenyuan/events");
  events.onmessage = ({ data }) => {
    const state = JSON.parse(data);
    if (state.version === version) show(state);
    else location.reload();
  };
}

// A browser opens only six connections to a host, so hidden tabs give theirs back.
function listenWhileVisible() {
  if (document.hidden) {
    events?.close();
    events = null;
  } else if (!events) {
    listen();
  }
}

document.addEventListener("visibilitychange", listenWhileVisible);
listenWhileVisible();
