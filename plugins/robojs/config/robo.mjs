// What Robo.js is told of this package: that it is a plugin, and which variables `robo add` asks for.

/** @type {import('robo.js').Config} */
export default {
  clientOptions: { intents: [] },
  plugins: [],
  type: 'plugin',
  seed: {
    description: 'A configuration file for Tickit, with every option and its default.',
    env: {
      description: 'Where your Tickit is, and the key that it gave you for this bot.',
      variables: {
        TICKIT_URL: { description: 'The address of your Tickit, https://…', value: '' },
        TICKIT_KEY: { description: "This bot's key: `tickit keys create` on the service prints one.", value: '' },
      },
    },
  },
};
