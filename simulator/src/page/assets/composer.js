// The message box: text is said, a slash is a command, completed from the registered definitions.
import { el } from './text.js';

const form = document.querySelector('#composer');
const input = document.querySelector('#input');
const list = document.querySelector('#suggestions');
let chosen = 0;
let offered = [];
let asked = 0;

/** Wires the box. `app` has the current view, and acts. */
export function composer(app) {
  const update = async () => {
    grow();
    const number = ++asked;
    const suggestions = await suggest(input.value, app);
    if (number === asked) show(suggestions);
  };
  input.addEventListener('input', update);
  input.addEventListener('keydown', (event) => key(event, app, update));
  form.addEventListener('submit', (event) => event.preventDefault());
  list.addEventListener('mousedown', (event) => {
    const item = event.target.closest('li[data-index]');
    if (!item) return;
    event.preventDefault();
    take(Number(item.dataset.index), update);
  });
}

function key(event, app, update) {
  if (!list.hidden && ['ArrowDown', 'ArrowUp'].includes(event.key)) {
    event.preventDefault();
    chosen = (chosen + (event.key === 'ArrowDown' ? 1 : offered.length - 1)) % offered.length;
    mark();
  } else if (!list.hidden && (event.key === 'Tab' || (event.key === 'Enter' && offered[chosen]?.incomplete))) {
    event.preventDefault();
    take(chosen, update);
  } else if (event.key === 'Escape') {
    show([]);
  } else if (event.key === 'Enter' && !event.shiftKey) {
    event.preventDefault();
    send(app);
  }
}

async function send(app) {
  const text = input.value.trim();
  if (!text) return;
  show([]);
  input.value = '';
  grow();
  const act = text.startsWith('/') ? 'slash' : 'say';
  const outcome = await app.act({ act, channel: app.view.channel, text });
  if (outcome?.error && !input.value) input.value = text;
}

function take(index, update) {
  if (!offered[index]) return;
  input.value = offered[index].text;
  input.focus();
  update();
}

function grow() {
  input.style.height = 'auto';
  input.style.height = `${Math.min(input.scrollHeight, 180)}px`;
}

function show(suggestions) {
  offered = suggestions;
  chosen = 0;
  list.hidden = suggestions.length === 0;
  list.replaceChildren(...suggestions.map((found, index) => el(
    'li',
    { role: 'option', 'data-index': found.text === undefined ? null : index, class: found.text === undefined ? 'hint' : '' },
    el('b', {}, found.name),
    el('span', {}, found.description ?? ''),
    found.by && el('em', {}, found.by),
  )));
  mark();
}

function mark() {
  [...list.children].forEach((item, index) => item.setAttribute('aria-selected', String(index === chosen)));
}

/** Paths of a command: `ticket close`, or its name alone, with the level that has the options. */
function paths(command) {
  const branches = (level, path) => {
    const below = (level.options ?? []).filter((option) => option.type <= 2);
    if (below.length === 0) return [{ path, level, command }];
    return below.flatMap((option) => branches(option, `${path} ${option.name}`));
  };
  return branches(command, command.name);
}

async function suggest(text, app) {
  if (!text.startsWith('/')) return [];
  const all = (app.view.commands ?? []).flatMap(paths);
  const typed = text.slice(1);
  const entered = all.find(({ path }) => typed === path || typed.startsWith(`${path} `));
  if (!entered || typed === entered.path) {
    const fits = all.filter(({ path }) => path.startsWith(typed.trimEnd()));
    return fits.slice(0, 12).map(({ path, level, command }) => ({
      name: `/${path}`, description: level.description, by: command.bot, text: `/${path} `, incomplete: typed !== path,
    }));
  }
  return options(text, typed.slice(entered.path.length), entered.level, app);
}

/** Names of options that are left, or values of the one being typed. */
async function options(text, rest, level, app) {
  const open = /(?:^|\s)(\S+?):("[^"]*|[^\s"]*)$/.exec(rest);
  if (open) return values(text, open, (level.options ?? []).find((option) => option.name === open[1]), app);
  const used = [...rest.matchAll(/(?:^|\s)([^\s:"]+):/g)].map((match) => match[1]);
  const begun = /(\S*)$/.exec(rest)[1];
  const left = (level.options ?? []).filter((option) => !used.includes(option.name) && option.name.startsWith(begun));
  const missing = left.some((option) => option.required);
  return left.map((option) => ({
    name: option.required ? `${option.name} *` : option.name,
    description: option.description,
    text: `${text.slice(0, text.length - begun.length)}${option.name}:`,
    incomplete: missing || begun !== '',
  }));
}

async function values(text, [, , typed], option, app) {
  if (!option) return [];
  const bare = typed.replace(/^"/, '');
  const head = text.slice(0, text.length - typed.length);
  const offers = (await offersOf(option, text, app)).filter(({ name }) => option.autocomplete || name.toLowerCase().includes(bare.toLowerCase().replace(/^[@#]/, '')));
  const quote = (value) => (/\s/.test(value) ? `"${value}"` : value);
  if (offers.length === 0) return [{ name: option.name, description: option.description }];
  return offers.slice(0, 12).map(({ name, value }) => ({ name: String(name), description: option.description, text: `${head}${quote(String(value ?? name))} `, incomplete: true }));
}

async function offersOf(option, text, app) {
  const { people, roles, channels } = app.view;
  if (option.choices?.length) return option.choices.map(({ name }) => ({ name }));
  const named = (sign, list) => list.map(({ name }) => ({ name: sign + name }));
  if (option.type === 5) return [{ name: 'True' }, { name: 'False' }];
  if (option.type === 6) return named('@', people);
  if (option.type === 7) return named('#', channels.filter((channel) => !option.channel_types?.length || option.channel_types.includes(channel.type)));
  if (option.type === 8) return named('@', roles);
  if (option.type === 9) return [...named('@', people), ...named('@', roles)];
  if (option.autocomplete) return (await app.quietly({ act: 'type', channel: app.view.channel, text }))?.choices ?? [];
  return [];
}
