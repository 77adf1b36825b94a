// Discord's markdown as DOM nodes, and small ways to make elements. Nothing is ever parsed as HTML.

/** An element with attributes, listeners (`on…`) and children. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'style') element.style.cssText = value;
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A colour that belongs to an id. */
export function hue(id) {
  return Math.round((Number((BigInt(id) >> 22n) % 360n) * 137.5) % 360);
}

/** A round picture with initials. */
export function avatar(person, size = 40) {
  const initials = person.name.slice(0, 2).replace(/^./, (first) => first.toUpperCase());
  const style = `--hue:${hue(person.id)};width:${size}px;height:${size}px;font-size:${Math.round(size * 0.38)}px`;
  return el('span', { class: `avatar${person.bot ? ' app' : ''}`, style, 'aria-hidden': 'true' }, initials);
}

const PATHS = {
  pin: 'M9.5 1.5 14.5 6.5 12 7.5 9.5 10 9 13 6 10 2 14 1.5 13.5 5.5 9.5 3 7 6 6.5 8.5 4z',
  lock: 'M4 7V5a4 4 0 0 1 8 0v2h1v8H3V7zm2 0h4V5a2 2 0 0 0-4 0z',
  thread: 'M3 2h2v6h6V5l4 4-4 4v-3H3z',
  eye: 'M8 3c4 0 7 5 7 5s-3 5-7 5-7-5-7-5 3-5 7-5zm0 2a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
  sound: 'M2 6h3l4-4v12l-4-4H2zm9-1c2 1 2 5 0 6z',
};

/** A small picture in the text's colour. */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', PATHS[name]);
  path.setAttribute('fill-rule', 'evenodd');
  svg.append(path);
  return svg;
}

const INLINE = [
  [/^```(?:[a-z]*\n)?([\s\S]+?)```/, (m) => el('pre', {}, el('code', {}, m[1].replace(/\n$/, '')))],
  [/^``?([^`]+)``?/, (m) => el('code', {}, m[1])],
  [/^\*\*([\s\S]+?)\*\*/, (m, of) => el('strong', {}, of(m[1]))],
  [/^__([\s\S]+?)__/, (m, of) => el('u', {}, of(m[1]))],
  [/^~~([\s\S]+?)~~/, (m, of) => el('s', {}, of(m[1]))],
  [/^\|\|([\s\S]+?)\|\|/, (m, of) => el('span', { class: 'spoiler', onclick: reveal }, of(m[1]))],
  [/^\*(?!\s)([^*\n]+?)\*/, (m, of) => el('em', {}, of(m[1]))],
  [/^_(?!\s)([^_\n]+?)_(?!\w)/, (m, of) => el('em', {}, of(m[1]))],
  [/^\[([^\]\n]+)\]\(<?(https?:[^\s)>]+)>?\)/, (m, of) => link(m[2], of(m[1]))],
  [/^<(https?:[^\s>]+)>/, (m) => link(m[1], m[1])],
  [/^https?:\/\/[^\s<]+[^\s<.,:;"')\]]/, (m) => link(m[0], m[0])],
  [/^<@!?(\d+)>/, (m, _of, names) => mention('@', names.user(m[1]))],
  [/^<@&(\d+)>/, (m, _of, names) => mention('@', names.role(m[1]))],
  [/^<#(\d+)>/, (m, _of, names) => names.channelLink(m[1])],
  [/^@(everyone|here)/, (m) => mention('@', m[1])],
  [/^<\/([^:>]+):\d+>/, (m) => mention('/', m[1])],
  [/^<t:(\d+)(?::([tTdDfFR]))?>/, (m) => moment(Number(m[1]), m[2])],
  [/^<a?:(\w+):\d+>/, (m) => `:${m[1]}:`],
  [/^\\([^\w\s])/, (m) => m[1]],
];

/** Inline markdown as nodes. */
export function inline(text, names) {
  const nodes = [];
  let plain = '';
  const of = (inner) => inline(inner, names);
  while (text) {
    const found = INLINE.map(([pattern, make]) => [pattern.exec(text), make]).find(([match]) => match);
    if (found) {
      if (plain) nodes.push(plain);
      plain = '';
      nodes.push(found[1](found[0], of, names));
      text = text.slice(found[0][0].length);
    } else {
      plain += text[0];
      text = text.slice(1);
    }
  }
  if (plain) nodes.push(plain);
  return nodes;
}

/** Text with headings, quotes, lists and code blocks. */
export function markdown(text, names) {
  const blocks = [];
  const parts = String(text ?? '').split(/(```[\s\S]+?```)/);
  for (const part of parts) {
    if (part.startsWith('```')) blocks.push(...inline(part, names));
    else if (part.trim()) blocks.push(...lines(part.replace(/^\n|\n$/g, ''), names));
  }
  return el('div', { class: 'markdown' }, blocks);
}

function lines(text, names) {
  const out = [];
  let list = null;
  for (const line of text.split('\n')) {
    const item = /^\s*(?:[-*]|\d+\.) (.+)/.exec(line);
    if (item) {
      if (!list) out.push((list = el(/^\s*\d/.test(line) ? 'ol' : 'ul', {})));
      list.append(el('li', {}, inline(item[1], names)));
      continue;
    }
    list = null;
    const heading = /^(#{1,3}) (.+)/.exec(line);
    const quote = /^>(?:>>)? (.*)/.exec(line);
    const small = /^-# (.+)/.exec(line);
    if (heading) out.push(el(`h${heading[1].length + 1}`, {}, inline(heading[2], names)));
    else if (quote) out.push(el('blockquote', {}, inline(quote[1], names)));
    else if (small) out.push(el('small', {}, inline(small[1], names)));
    else out.push(el('p', {}, line ? inline(line, names) : el('br')));
  }
  return out;
}

function reveal(event) {
  event.currentTarget.classList.add('shown');
}

function link(url, content) {
  return el('a', { href: url, target: '_blank', rel: 'noreferrer' }, content);
}

export function mention(sign, name) {
  return el('span', { class: 'mention' }, sign + name);
}

/** How Discord writes a point in time, by the letter of its style. */
const MOMENTS = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

function moment(seconds, style = 'f') {
  const date = new Date(seconds * 1000);
  const text = style === 'R' ? relative(date) : date.toLocaleString('en', MOMENTS[style]);
  return el('time', { class: 'moment', datetime: date.toISOString(), title: date.toLocaleString() }, text);
}

export function clock(date) {
  return date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}

function relative(date) {
  const units = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];
  const seconds = (date - Date.now()) / 1000;
  const [unit, length] = units.find(([, size]) => Math.abs(seconds) >= size) ?? units[3];
  return new Intl.RelativeTimeFormat('en').format(Math.round(seconds / length), unit);
}
