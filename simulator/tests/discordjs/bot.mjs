// A bot on discord.js, which knows nothing of the simulator but its address. It registers a command, posts a panel with a
// button, and answers: the command with a modal, the modal with what was filled in, the button with a deferred answer.
import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  ChannelType,
  Client,
  Events,
  GatewayIntentBits,
  MessageFlags,
  ModalBuilder,
  PermissionFlagsBits,
  SlashCommandBuilder,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';

const { DISCORD_API_BASE, DISCORD_TOKEN } = process.env;
const client = new Client({
  intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent],
  // The library adds the version itself.
  rest: { api: DISCORD_API_BASE.replace(/\/v\d+$/, ''), version: '10' },
});

const say = (what) => console.log(JSON.stringify(what));

client.once(Events.ClientReady, async () => {
  const guild = client.guilds.cache.first();
  const command = new SlashCommandBuilder()
    .setName('ticket')
    .setDescription('Tickets')
    .addSubcommand((sub) =>
      sub
        .setName('open')
        .setDescription('Open a ticket')
        .addUserOption((option) => option.setName('for').setDescription('For whom').setRequired(true)),
    );
  await guild.commands.set([command]);
  const channel = guild.channels.cache.find((found) => found.name === 'general');
  const button = new ButtonBuilder().setCustomId('open').setLabel('Open a ticket').setStyle(ButtonStyle.Primary);
  await channel.send({ content: 'Need help?', components: [new ActionRowBuilder().addComponents(button)] });
  say({ ready: client.user.username, guild: guild.name });
});

client.on(Events.MessageCreate, (message) => {
  if (!message.author.bot) say({ heard: message.content, by: message.author.username });
});

client.on(Events.InteractionCreate, async (interaction) => {
  if (interaction.isChatInputCommand()) {
    const member = interaction.options.getMember('for');
    const input = new TextInputBuilder().setCustomId('subject').setLabel('Subject').setStyle(TextInputStyle.Short);
    const modal = new ModalBuilder().setCustomId(`about:${member.id}`).setTitle('A ticket');
    await interaction.showModal(modal.addComponents(new ActionRowBuilder().addComponents(input)));
  } else if (interaction.isModalSubmit()) {
    const subject = interaction.fields.getTextInputValue('subject');
    const member = await interaction.guild.members.fetch(interaction.customId.split(':')[1]);
    await interaction.reply({ content: `${subject}, for ${member.user.username}`, flags: MessageFlags.Ephemeral });
  } else if (interaction.isButton()) {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const channel = await interaction.guild.channels.create({
      name: `ticket-${interaction.user.username}`,
      type: ChannelType.GuildText,
      reason: 'A ticket',
      permissionOverwrites: [
        { id: interaction.guild.roles.everyone.id, deny: [PermissionFlagsBits.ViewChannel] },
        { id: interaction.user.id, allow: [PermissionFlagsBits.ViewChannel] },
      ],
    });
    await channel.send({
      content: `Welcome <@${interaction.user.id}>`,
      files: [{ attachment: Buffer.from('hello'), name: 'hello.txt' }],
    });
    await interaction.editReply(`Opened <#${channel.id}>`);
    say({ opened: channel.name, permissions: interaction.memberPermissions.bitfield.toString() });
  }
});

client.on(Events.Error, (error) => say({ error: String(error) }));
process.on('unhandledRejection', (error) => {
  say({ error: String(error?.stack ?? error) });
  process.exit(1);
});
await client.login(DISCORD_TOKEN);
