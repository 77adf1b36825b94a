// The page: looks at the simulator whenever something changes, and shows what the chosen person sees.
import { avatar, el, hue, icon, mention } from './text.js';
import { messageList } from './message.js';
import { openModal } from './components.js';
import { composer } from './composer.js';

const at = (selector) => document.querySelector(selector);
const wish = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
const app = { view: {}, act, quietly };
let shown = '';

async function look() {
  const parameters = new URLSearchParams(Object.entries(wish).filter(([, value]) => value));
  const answer = await (await fetch(`/people/view?${parameters}`)).text();
  if (answer === shown) return;
  shown = answer;
  app.view = JSON.parse(answer);
  render();
}

/** Does something as the chosen person; mistakes are shown. */
async function act(deed) {
  const outcome = await quietly(deed);
  if (outcome.error) toast(outcome.error);
  if (outcome.modal) {
    const submit = (answers) => act({ act: 'submit', interaction: outcome.modal.interaction, answers });
    openModal(outcome.modal, names(), act, submit);
  }
  return outcome;
}

async function quietly(deed) {
  const body = JSON.stringify({ guild: app.view.guild.id, user: app.view.user, ...deed });
  const answer = await fetch('/people/act', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
  return answer.ok ? answer.json() : { error: await answer.text() };
}

function go(to) {
  Object.assign(wish, to);
  if (to.guild) wish.channel = '';
  history.replaceState(null, '', `#${new URLSearchParams(Object.entries(wish).filter(([, value]) => value))}`);
  look();
}

function names() {
  const { view } = app;
  const named = (list, id, otherwise) => list?.find((found) => found.id === id)?.name ?? otherwise;
  return {
    view,
    user: (id) => named(view.people, id, 'unknown-user'),
    role: (id) => named(view.roles, id, 'deleted-role'),
    open: (channel) => go({ channel }),
    channelLink: (id) => {
      const found = named(view.channels, id, null);
      if (!found) return mention('#', 'unknown');
      return el('button', { class: 'mention', onclick: () => go({ channel: id }) }, `#${found}`);
    },
  };
}

function render() {
  const { view } = app;
  const me = view.people?.find((person) => person.id === view.user);
  at('#guilds').replaceChildren(...view.guilds.map(guildButton));
  at('#guild-name').textContent = view.guild?.name ?? 'No guild yet';
  at('#channel-list').replaceChildren(...channelList(view));
  at('#me').replaceChildren(...(me ? [avatar(me, 34), el('span', {}, el('b', {}, me.name), el('small', {}, 'acting as this person'))] : []));
  at('#people').replaceChildren(...peopleList(view));
  renderChannel(view);
  const input = at('#input');
  const channel = view.channels?.find((found) => found.id === view.channel);
  input.placeholder = view.may_write ? `Message ${called(channel)}` : 'You may not write here; commands begin with /';
  document.title = channel ? `${called(channel)} · ${view.guild.name}` : 'Discord simulator';
}

function renderChannel(view) {
  const channel = view.channels?.find((found) => found.id === view.channel);
  const head = channel ? [el('span', { class: 'sign' }, sign(channel)), el('b', {}, channel.name), channel.topic && el('span', { class: 'topic' }, channel.topic)] : [];
  at('#channel-head').replaceChildren(...head.filter(Boolean));
  const box = at('#messages');
  const moved = box.dataset.channel !== String(view.channel);
  const low = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
  const { scrollTop } = box;
  box.dataset.channel = view.channel;
  const list = channel ? messageList(view, names(), act) : [];
  box.replaceChildren(el('div', { class: 'beginning' }, channel ? welcome(channel) : 'Nothing to see here.'), ...list);
  box.scrollTop = moved || low ? box.scrollHeight : scrollTop;
}

function welcome(channel) {
  return [el('span', { class: 'sign' }, sign(channel)), el('h1', {}, channel.name), el('p', {}, `This is where ${called(channel)} begins.`)];
}

function guildButton(guild) {
  const initials = guild.name.split(/\s+/).map((word) => word[0]).join('').slice(0, 3);
  const current = guild.id === app.view.guild?.id;
  return el('button', { title: guild.name, 'aria-current': current && 'true', style: `--hue:${hue(guild.id)}`, onclick: () => go({ guild: guild.id, user: '' }) }, initials);
}

/** A channel's name with what stands before it in a text. */
function called(channel) {
  return `${channel?.type === 1 ? '@' : '#'}${channel?.name ?? ''}`;
}

function sign(channel) {
  return channel.type === 4 ? '' : channel.type === 1 ? '@' : channel.type >= 10 && channel.type <= 12 ? icon('thread') : channel.type === 2 ? icon('sound') : '#';
}

function channelList(view) {
  const channels = view.channels ?? [];
  const thread = (channel) => channel.type >= 10 && channel.type <= 12;
  const row = (channel) => [
    el('button', { class: thread(channel) ? 'thread' : '', 'aria-current': channel.id === view.channel && 'true', onclick: () => go({ channel: channel.id }) }, el('span', { class: 'sign' }, sign(channel)), channel.name, locked(channel, view) && el('span', { class: 'lock', title: 'Private' }, icon('lock'))),
    channels.filter((found) => thread(found) && found.parent_id === channel.id).map(row),
  ];
  const under = (parent) => channels.filter((channel) => channel.type !== 4 && !thread(channel) && (channel.parent_id ?? null) === parent).map(row);
  const categories = channels.filter((channel) => channel.type === 4);
  return [...under(null), ...categories.flatMap((category) => [el('h3', {}, category.name), ...under(category.id)])].flat(9);
}

/** Whether @everyone is kept out. */
function locked(channel, view) {
  const everyone = channel.permission_overwrites?.find((overwrite) => overwrite.id === view.guild.id);
  return Boolean(everyone && BigInt(everyone.deny) & 1024n);
}

function peopleList(view) {
  const people = view.people ?? [];
  const row = (person) => el(
    person.bot ? 'div' : 'button',
    { class: 'person', 'aria-current': person.id === view.user && 'true', onclick: person.bot ? null : () => go({ user: person.id }) },
    avatar(person, 32),
    el('span', {}, el('b', {}, person.name), el('small', {}, [person.owner ? 'owner' : '', ...person.roles].filter(Boolean).join(', ') || (person.bot ? 'app' : 'member'))),
  );
  const apps = people.filter((person) => person.bot);
  return [el('h3', {}, 'Act as'), ...people.filter((person) => !person.bot).map(row), apps.length > 0 ? el('h3', {}, `Apps — ${apps.length}`) : '', ...apps.map(row)];
}

function toast(text) {
  const note = el('div', { class: 'toast' }, text);
  at('#toasts').append(note);
  setTimeout(() => note.remove(), 6000);
}

composer(app);
new EventSource('/people/changes').addEventListener('message', look);
look();
