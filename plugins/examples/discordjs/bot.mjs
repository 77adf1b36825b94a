// A bot on plain discord.js that has its tickets answered by Tickit. It has one command of its own, /ping; what is
// Tickit's it hands over as Discord sent it. docs/BOTS.md tells what is said to Tickit, and why.
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Events, GatewayDispatchEvents, MessageFlags, Routes } from 'discord.js';

const { DISCORD_TOKEN, TICKIT_URL, TICKIT_KEY } = process.env;
for (const name of ['DISCORD_TOKEN', 'TICKIT_URL', 'TICKIT_KEY']) {
  if (!process.env[name]) throw new Error(`Set ${name}.`);
}

// Discord gives an interaction up after 3 seconds, and our own answer has to arrive within them, too.
const DEADLINE_MS = 2_000;
const AWAY = 'Tickets are away for a moment. Please try again soon.';
// 40060 and 10062: somebody has answered already, or it is too late. There is nothing left to do.
const ANSWERED = [40060, 10062];

// Tickit says what is its own when the bot registers. Until then, this is.
let hosted = {
  prefixes: ['tickit:'],
  commands: [
    { name: 'ticket', type: 1 },
    { name: 'panel', type: 1 },
    { name: 'setup', type: 1 },
    { name: 'Add to ticket', type: 2 },
  ],
};

const client = new Client({
  intents: [],
  // Another Discord than the real one, such as discord-simulator. The library adds the version itself.
  rest: process.env.DISCORD_API_BASE ? { api: process.env.DISCORD_API_BASE.replace(/\/v\d+$/, '') } : {},
});

/** Whether an interaction, as Discord sent it, is Tickit's. */
function isTickits({ type, data }) {
  if (type === 2 || type === 4) {
    return hosted.commands.some((command) => command.name === data.name && command.type === data.type);
  }
  return hosted.prefixes.some((prefix) => data?.custom_id?.startsWith(prefix));
}

/** Asks Tickit. The bot's token is in the body of a registration, never in a header. */
function tickit(path, { method, body, shard = 0, timeout = DEADLINE_MS }) {
  const headers = {
    Authorization: `Bearer ${TICKIT_KEY}`,
    'Content-Type': 'application/json',
    'X-Tickit-Protocol': '1',
    'X-Tickit-Shard': `${shard}/${client.options.shardCount}`,
  };
  return fetch(`${TICKIT_URL}/api/bots/${path}`, { method, headers, body, signal: AbortSignal.timeout(timeout) });
}

/** Has Tickit answer an interaction, and answers in its place where it does not. */
async function handOver(interaction, body, shard) {
  try {
    const response = await tickit(`${interaction.application_id}/interactions`, { method: 'POST', body, shard });
    if (response.status === 202) return;
    const problem = await response.json();
    if (problem.code === 'interaction_taken') return;
    console.warn(`Tickit did not answer an interaction: ${problem.detail}`);
  } catch (error) {
    console.warn(`Tickit did not answer an interaction: ${error.message}`);
  }
  // Choices of an option that is being typed are another kind of answer than a message.
  const fallback =
    interaction.type === 4
      ? { type: 8, data: { choices: [] } }
      : { type: 4, data: { content: AWAY, flags: MessageFlags.Ephemeral } };
  try {
    const route = Routes.interactionCallback(interaction.id, interaction.token);
    await client.rest.post(route, { auth: false, body: fallback });
  } catch (error) {
    if (!ANSWERED.includes(error.code)) console.warn(`Discord did not take the fallback: ${error.message}`);
  }
}

/** Registers the bot, and asks from then on how it is doing. */
async function stayRegistered(application) {
  const register = { method: 'PUT', body: JSON.stringify({ mode: 'forward', token: DISCORD_TOKEN }), timeout: 10_000 };
  let [asking, pause, told] = [register, 1, ''];
  for (;;) {
    let news;
    try {
      const response = await tickit(application, asking);
      const answer = await response.json();
      if (response.ok) {
        [hosted, asking, pause] = [answer, { method: 'GET' }, answer.heartbeat_seconds];
        news = [answer.state, answer.advice, ...answer.notices.map((notice) => notice.text)];
      } else {
        if (answer.code === 'no_such_bot') asking = register;
        pause = Number(response.headers.get('retry-after')) || Math.min(pause * 2, 60);
        news = ['refused:', answer.detail];
      }
    } catch (error) {
      pause = Math.min(pause * 2, 60);
      news = ['away:', error.message];
    }
    news = news.filter(Boolean).join(' ');
    if (news !== told) console.log(`Tickit: ${(told = news)}`);
    await sleep(pause * 1_000);
  }
}

// The payload as it came, before the library makes an object of it. Nobody waits for Tickit here.
client.ws.on(GatewayDispatchEvents.InteractionCreate, (interaction, shard) => {
  if (isTickits(interaction)) void handOver(interaction, JSON.stringify(interaction), shard);
});

// The bot's own. Whoever answers everything here leaves out what isTickits says.
client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isChatInputCommand() && interaction.commandName === 'ping') await interaction.reply('Pong!');
});

client.once(Events.ClientReady, async ({ application }) => {
  // One command is added. `commands.set` would write over all of them, Tickit's too.
  await application.commands.create({ name: 'ping', description: 'Says pong' });
  void stayRegistered(application.id);
});

await client.login(DISCORD_TOKEN);
