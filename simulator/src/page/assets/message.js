// Messages: who wrote what when, embeds, files, and below them the components.
import { avatar, clock, el, hue, icon, inline, markdown } from './text.js';
import { components } from './components.js';

const EPHEMERAL = 1 << 6; // only one person sees it
const LOADING = 1 << 7; // promised, not there yet
const TOGETHER = 7 * 60_000;

/** All messages of a channel as one list. */
export function messageList(view, names, act) {
  const list = [];
  let previous = null;
  for (const message of view.messages ?? []) {
    list.push(...dayLine(previous, message), messageRow(message, continues(previous, message), names, act));
    previous = message;
  }
  return list;
}

function continues(previous, message) {
  if (!previous || isNotice(previous) || previous.author.id !== message.author.id || message.interaction_metadata?.name) return false;
  if ((previous.flags & EPHEMERAL) !== (message.flags & EPHEMERAL) || message.referenced_message) return false;
  return new Date(message.timestamp) - new Date(previous.timestamp) < TOGETHER;
}

/** Pins and threads: lines that nobody wrote. */
function isNotice(message) {
  return message.type === 6 || message.type === 18;
}

function dayLine(previous, message) {
  const day = (found) => new Date(found.timestamp).toDateString();
  if (previous && day(previous) === day(message)) return [];
  const text = new Date(message.timestamp).toLocaleDateString('en', { day: 'numeric', month: 'long', year: 'numeric' });
  return [el('div', { class: 'day' }, el('span', {}, text))];
}

function messageRow(message, continued, names, act) {
  if (isNotice(message)) return notice(message, names);
  const ephemeral = Boolean(message.flags & EPHEMERAL);
  const loading = Boolean(message.flags & LOADING);
  const classes = ['message', continued && 'continued', ephemeral && 'ephemeral'].filter(Boolean).join(' ');
  const author = { id: message.author.id, name: message.author.username, bot: message.author.bot };
  const at = new Date(message.timestamp);
  return el(
    'article',
    { class: classes, 'data-id': message.id },
    reference(message, names),
    el('div', { class: 'gutter' }, continued ? el('time', {}, clock(at)) : avatar(author)),
    el(
      'div',
      { class: 'body' },
      !continued && el(
        'div',
        { class: 'by' },
        el('b', { style: `--hue:${hue(author.id)}` }, author.name),
        author.bot && el('span', { class: 'badge' }, 'APP'),
        el('time', { datetime: message.timestamp }, clock(at)),
        message.pinned && el('span', { class: 'pin', title: 'Pinned' }, icon('pin')),
      ),
      loading ? thinking(author) : content(message, names),
      (message.embeds ?? []).map((embed) => embedCard(embed, names)),
      (message.attachments ?? []).map(file),
      components(message, names, act),
      message.thread && el('button', { class: 'thread-link', onclick: () => names.open(message.thread.id) }, icon('thread'), ` ${message.thread.name}`),
      ephemeral && dismissal(message, act),
    ),
    tools(message, act),
  );
}

function content(message, names) {
  if (!message.content) return null;
  const text = markdown(message.content, names);
  if (message.edited_timestamp) text.lastElementChild?.append(el('span', { class: 'edited' }, '(edited)'));
  return text;
}

function thinking(author) {
  return el('div', { class: 'thinking' }, el('i'), el('i'), el('i'), el('span', {}, `${author.name} is thinking…`));
}

/** The line above a message that answers something. */
function reference(message, names) {
  const used = message.interaction_metadata;
  if (used?.name && message.type === 20) {
    const by = names.user(used.user.id);
    return el('div', { class: 'reference' }, el('b', {}, by), ' used ', el('span', { class: 'command' }, `/${used.name}`));
  }
  const replied = message.referenced_message;
  if (!replied) return null;
  return el('div', { class: 'reference' }, el('b', {}, replied.author.username), ' ', replied.content.slice(0, 120));
}

function notice(message, names) {
  const text = message.type === 6 ? ' pinned a message to this channel.' : ` started a thread: ${message.content}`;
  return el('article', { class: 'message notice' }, el('div', { class: 'gutter' }, icon(message.type === 6 ? 'pin' : 'thread')), el('div', { class: 'body' }, el('b', {}, names.user(message.author.id)), text));
}

function dismissal(message, act) {
  const dismiss = () => act({ act: 'delete', channel: message.channel_id, message: message.id });
  return el('div', { class: 'only-you' }, icon('eye'), ' Only you can see this · ', el('button', { onclick: dismiss }, 'Dismiss message'));
}

function tools(message, act) {
  if (!message.may_delete || message.flags & EPHEMERAL) return null;
  const remove = () => act({ act: 'delete', channel: message.channel_id, message: message.id });
  return el('div', { class: 'tools' }, el('button', { title: 'Delete message', 'aria-label': 'Delete message', onclick: remove }, '✕'));
}

function colour(number) {
  return number ? `#${number.toString(16).padStart(6, '0')}` : 'var(--line-strong)';
}

function embedCard(embed, names) {
  const title = embed.title && inline(embed.title, names);
  return el(
    'div',
    { class: 'embed', style: `--accent:${colour(embed.color)}` },
    el(
      'div',
      { class: 'embed-main' },
      embed.author && el('div', { class: 'embed-author' }, embed.author.name),
      title && el('div', { class: 'embed-title' }, embed.url ? el('a', { href: embed.url, target: '_blank' }, title) : title),
      embed.description && markdown(embed.description, names),
      embed.fields?.length > 0 && el('div', { class: 'fields' }, embed.fields.map((field) => embedField(field, names))),
      embed.image?.url && el('img', { src: embed.image.url, alt: '' }),
      footer(embed),
    ),
    embed.thumbnail?.url && el('img', { class: 'thumbnail', src: embed.thumbnail.url, alt: '' }),
  );
}

function embedField(field, names) {
  return el('div', { class: field.inline ? 'inline' : '' }, el('b', {}, inline(field.name, names)), markdown(field.value, names));
}

function footer(embed) {
  const when = embed.timestamp && new Date(embed.timestamp).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
  const parts = [embed.footer?.text, when].filter(Boolean);
  return parts.length > 0 && el('div', { class: 'embed-footer' }, parts.join(' · '));
}

/** A file; pictures are shown, everything else opens in a new tab. */
export function file(attachment) {
  if (attachment.content_type?.startsWith('image/')) {
    return el('a', { href: attachment.url, target: '_blank' }, el('img', { class: 'picture', src: attachment.url, alt: attachment.filename }));
  }
  const kind = attachment.filename.split('.').pop().slice(0, 4).toUpperCase();
  return el(
    'a',
    { class: 'file', href: attachment.url, target: '_blank' },
    el('span', { class: 'kind' }, kind),
    el('span', {}, el('b', {}, attachment.filename), el('small', {}, size(attachment.size))),
    el('span', { class: 'open' }, '↗'),
  );
}

function size(bytes) {
  return bytes < 1024 ? `${bytes} bytes` : bytes < 1 << 20 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / (1 << 20)).toFixed(1)} MB`;
}
