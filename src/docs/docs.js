// The filter: entries that hold all words stay, and their lines in the contents.
const filter = document.querySelector('#filter');
const found = document.querySelector('#found');
const articles = [...document.querySelectorAll('article')];
const texts = articles.map((article) => article.textContent.toLowerCase());
const names = articles.map((article) => article.querySelector('h3 a').textContent.toLowerCase());
const lines = new Map(
  [...document.querySelectorAll('nav li a')].map((link) => [link.hash.slice(1), link.parentElement]),
);
const groups = [...document.querySelectorAll('.chapter'), ...document.querySelectorAll('nav details')];

function show() {
  const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
  // A name that begins so comes before whatever merely speaks of it.
  const exact = words.length === 1 && names.some((name) => name === words[0]);
  let count = 0;
  for (const [index, article] of articles.entries()) {
    const hit = exact ? names[index] === words[0] : words.every((word) => texts[index].includes(word));
    article.hidden = !hit;
    const line = lines.get(article.id);
    if (line) line.hidden = !hit;
    if (hit) count += 1;
  }
  for (const group of groups) group.hidden = !group.querySelector('article:not([hidden]), li:not([hidden])');
  found.textContent = words.length > 0 ? `${count} of ${articles.length}` : '';
}

filter.addEventListener('input', show);
addEventListener('keydown', (event) => {
  if (event.key === '/' && !event.ctrlKey && !event.metaKey && event.target !== filter) {
    event.preventDefault();
    filter.focus();
  }
  if (event.key === 'Escape' && event.target === filter) {
    filter.value = '';
    show();
  }
});
// A link into what is hidden shows everything again.
addEventListener('hashchange', () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target?.closest('[hidden]')) return;
  filter.value = '';
  show();
  target.scrollIntoView();
});
// On a narrow screen the contents would be the first thing to scroll over.
if (matchMedia('(max-width: 60rem)').matches)
  for (const part of document.querySelectorAll('nav details')) part.open = false;
// A browser may have kept what was typed.
show();
