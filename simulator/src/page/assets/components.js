// Components of messages, of both versions, and modals.
import { el, markdown } from './text.js';
import { file } from './message.js';

const STYLES = ['', 'primary', 'secondary', 'success', 'danger', 'link'];

/** Everything below a message's text. */
export function components(message, names, act) {
  const context = { message, names, act };
  return (message.components ?? []).map((component) => one(component, context));
}

function one(component, context) {
  const { message, names } = context;
  const children = () => (component.components ?? []).map((child) => one(child, context));
  const url = (media) => attached(media?.url, message);
  switch (component.type) {
    case 1: return el('div', { class: 'row' }, children());
    case 2: return button(component, context);
    case 3: case 5: case 6: case 7: case 8: return menu(component, context);
    case 9: return el('div', { class: 'section' }, el('div', {}, children()), one(component.accessory, context));
    case 10: return markdown(component.content, names);
    case 11: return el('img', { class: 'thumbnail', src: url(component.media), alt: component.description ?? '' });
    case 12: return el('div', { class: 'gallery' }, component.items.map((item) => el('img', { src: url(item.media), alt: item.description ?? '' })));
    case 13: return file(namedFile(component.file, message));
    case 14: return el('hr', { class: component.divider === false ? 'gap' : '' });
    case 17: return container(component, children());
    default: return el('div', { class: 'unknown' }, `component ${component.type}`);
  }
}

function container(component, children) {
  const colour = component.accent_color;
  const accent = colour ? `#${colour.toString(16).padStart(6, '0')}` : 'transparent';
  return el('div', { class: 'container', style: `--accent:${accent}` }, children);
}

/** `attachment://name` as the address of the message's file. */
function attached(url, message) {
  const name = /^attachment:\/\/(.+)/.exec(url ?? '')?.[1];
  return name ? message.attachments.find((found) => found.filename === name)?.url : url;
}

function namedFile(media, message) {
  const url = attached(media.url, message);
  const found = message.attachments.find((attachment) => attachment.url === url);
  return found ?? { url, filename: url?.split('/').pop() ?? 'file', size: 0 };
}

function emoji(found) {
  return found?.name ? `${found.id ? `:${found.name}:` : found.name} ` : '';
}

function button(component, { message, act }) {
  const label = [emoji(component.emoji), component.label ?? ''];
  const style = `button ${STYLES[component.style] ?? ''}`;
  if (component.style === 5) return el('a', { class: style, href: component.url, target: '_blank' }, label, ' ↗');
  const press = async (event) => {
    const pressed = event.currentTarget;
    pressed.classList.add('busy');
    await act({ act: 'press', channel: message.channel_id, message: message.id, custom_id: component.custom_id });
    pressed.classList.remove('busy');
  };
  return el('button', { class: style, disabled: component.disabled, onclick: press }, label);
}

/** What a menu offers: its own options, or the guild's people, roles or channels. */
function offers(component, names) {
  const people = names.view.people.map((person) => ({ value: person.id, label: person.name, description: person.bot ? 'App' : '' }));
  const roles = names.view.roles.map((role) => ({ value: role.id, label: `@${role.name}` }));
  const types = component.channel_types ?? [];
  const channels = names.view.channels.filter((channel) => types.length === 0 || types.includes(channel.type));
  switch (component.type) {
    case 5: return people;
    case 6: return roles;
    case 7: return [...people, ...roles];
    case 8: return channels.map((channel) => ({ value: channel.id, label: `#${channel.name}` }));
    default: return component.options ?? [];
  }
}

function menu(component, { message, names, act }) {
  const least = component.min_values ?? 1;
  const most = component.max_values ?? 1;
  const send = (values) => act({ act: 'select', channel: message.channel_id, message: message.id, custom_id: component.custom_id, values });
  const chosen = new Set((component.options ?? []).filter((option) => option.default).map((option) => option.value));
  const shown = (component.options ?? []).filter((option) => option.default).map((option) => option.label).join(', ');
  const options = offers(component, names).map((option) => el(
    'button',
    {
      class: chosen.has(option.value) ? 'chosen' : '',
      onclick: (event) => {
        if (most === 1) return void (send([option.value]), (event.currentTarget.closest('details').open = false));
        chosen.has(option.value) ? chosen.delete(option.value) : chosen.add(option.value);
        event.currentTarget.classList.toggle('chosen');
      },
    },
    el('b', {}, emoji(option.emoji), option.label),
    option.description && el('small', {}, option.description),
  ));
  const done = () => chosen.size >= least && chosen.size <= most && send([...chosen]);
  return el(
    'details',
    { class: `menu${component.disabled ? ' disabled' : ''}` },
    el('summary', {}, shown || component.placeholder || 'Make a selection'),
    el('div', { class: 'options' }, options, most > 1 && el('button', { class: 'button primary', onclick: done }, 'Done')),
  );
}

/** Opens a modal as a dialog. */
export function openModal(modal, names, act, submit) {
  const dialog = document.querySelector('#modal');
  const error = el('p', { class: 'error', role: 'alert' });
  const form = el(
    'form',
    {
      onsubmit: async (event) => {
        event.preventDefault();
        const answers = [...form.querySelectorAll('[name]')].flatMap(read);
        const outcome = await submit(answers);
        if (outcome?.error) error.textContent = outcome.error;
        else dialog.close();
      },
    },
    el('h2', {}, modal.title),
    modal.components.map((component) => question(component, names)),
    error,
    el('footer', {}, el('button', { type: 'button', class: 'button secondary', onclick: () => dialog.close() }, 'Cancel'), el('button', { class: 'button primary' }, 'Submit')),
  );
  dialog.replaceChildren(form);
  dialog.showModal();
}

function read(input) {
  if (input.type === 'checkbox' || input.type === 'radio') {
    if (input.dataset.alone) return [[input.name, String(input.checked)]];
    return input.checked ? [[input.name, input.value]] : [];
  }
  if (input.type === 'file') return [...input.files].map((picked) => [input.name, picked.name]);
  if (input.multiple) return [...input.selectedOptions].map((option) => [input.name, option.value]);
  return input.tagName === 'SELECT' && !input.value ? [] : [[input.name, input.value]];
}

function question(component, names) {
  if (component.type === 10) return markdown(component.content, names);
  if (component.type === 1) return component.components.map((child) => question(child, names));
  const input = component.type === 18 ? component.component : component;
  const required = input.required !== false;
  return el(
    'label',
    {},
    el('span', {}, component.label ?? '', required && el('i', { title: 'required' }, ' *')),
    component.description && el('small', {}, component.description),
    inputFor(input, required, names),
  );
}

function inputFor(input, required, names) {
  const bounds = { name: input.custom_id, required, minlength: input.min_length, maxlength: input.max_length ?? 4000 };
  const hint = { placeholder: input.placeholder };
  if (input.type === 4 && input.style === 1) return el('input', { ...bounds, ...hint, value: input.value });
  if (input.type === 4) return el('textarea', { ...bounds, ...hint, rows: 4 }, input.value ?? '');
  if (input.type === 23) return el('input', { type: 'checkbox', name: input.custom_id, 'data-alone': '1', checked: input.default });
  if (input.type === 19) return el('input', { type: 'file', name: input.custom_id, required, multiple: (input.max_values ?? 1) > 1 });
  if (input.type === 21 || input.type === 22) {
    const type = input.type === 21 ? 'radio' : 'checkbox';
    const option = (found) => el('label', { class: 'choice' }, el('input', { type, name: input.custom_id, value: found.value, checked: found.default }), found.label, found.description && el('small', {}, found.description));
    return el('div', { class: 'choices' }, input.options.map(option));
  }
  const multiple = (input.max_values ?? 1) > 1;
  const before = new Set((input.default_values ?? []).map((picked) => picked.id));
  const options = offers(input, names).map((option) => el('option', { value: option.value, selected: option.default || before.has(option.value) }, option.label));
  const empty = !multiple && el('option', { value: '' }, input.placeholder ?? 'Make a selection');
  return el('select', { name: input.custom_id, required, multiple }, empty, options);
}
