// What makes the pages livelier where scripts run. Without it every page is whole: forms, links, tables, pictures.
// One way only: the server renders, this asks again and puts the new main part in the place of the old.

const DAY = 86_400_000;
const main = () => document.getElementById("main");
let asking = null;

// Asks for an address and shows its main part; an older question still under way is dropped.
async function show(address, keepFocus) {
  asking?.abort();
  asking = new AbortController();
  let answer;
  try {
    answer = await fetch(address, { signal: asking.signal, headers: { accept: "text/html" } });
  } catch {
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const focused = keepFocus && document.activeElement?.dataset.key;
  const open = [...document.querySelectorAll("details[open] summary")].map((s) => s.textContent);
  main().replaceWith(document.adoptNode(page.getElementById("main")));
  document.title = page.title;
  for (const summary of document.querySelectorAll("details summary")) {
    if (open.includes(summary.textContent)) summary.parentElement.open = true;
  }
  history.replaceState(null, "", address);
  enliven();
  if (focused) document.querySelector(`[data-key="${focused}"]`)?.focus();
}

// The address that a form stands for, without what is left empty.
function addressOf(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "") query.append(name, value);
  const text = query.toString();
  return form.getAttribute("action") + (text ? `?${text}` : "");
}

const dayOf = (text) => Math.round(Date.parse(`${text}T00:00:00Z`) / DAY);
const textOf = (day) => new Date(day * DAY).toISOString().slice(0, 10);

// A slider beside an input: from its first to its last value; dragged, it writes the input and asks.
function slider(input, first, last, read, write) {
  const range = document.createElement("input");
  range.type = "range";
  range.min = first;
  range.max = last;
  range.value = input.value === "" ? last : read(input.value);
  range.dataset.key = `${input.name}-slider`;
  range.setAttribute("aria-label", input.parentElement.firstChild.textContent.trim());
  const say = () => range.setAttribute("aria-valuetext", write(Number(range.value)));
  say();
  let waiting = 0;
  range.addEventListener("input", () => {
    input.value = write(Number(range.value));
    say();
    clearTimeout(waiting);
    waiting = setTimeout(() => show(addressOf(input.form), true), 60);
  });
  input.after(range);
}

function enliven() {
  for (const input of document.querySelectorAll("input[data-first]")) {
    slider(input, dayOf(input.dataset.first), dayOf(input.dataset.last), dayOf, textOf);
  }
  for (const input of document.querySelectorAll("input[data-seq]")) {
    const number = (text) => Number(text.replace("#", "")) || Number(input.dataset.seq);
    if (Number(input.dataset.seq) > 1) slider(input, 1, Number(input.dataset.seq), number, (n) => `#${n}`);
  }
  for (const form of document.querySelectorAll("form.cuts")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      show(addressOf(form), true);
    });
  }
}

// The log as it grows: a page that looks at the newest state is asked for again.
function follow() {
  if (!window.EventSource) return;
  const events = new EventSource("/events");
  let seen = null;
  events.addEventListener("head", (event) => {
    const { seq } = JSON.parse(event.data);
    if (seen !== null && seq > seen && !new URLSearchParams(location.search).has("known_at")) {
      show(location.pathname + location.search, true);
      const live = document.getElementById("live");
      live.textContent = live.dataset.said;
    }
    seen = seq;
  });
}

enliven();
follow();
