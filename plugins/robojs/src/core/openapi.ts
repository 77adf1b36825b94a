// Written by scripts/protocol.mjs from docs/openapi.json.
export interface paths {
  '/api/bots/{application_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How a bot is doing, and its host's heartbeat. */
    get: operations['show'];
    /**
     * Registers a bot, or registers it again; the same again changes nothing.
     * @description With a key of the bot or an invitation; where the service's registration is open, with the token alone.
     */
    put: operations['register'];
    post?: never;
    /** Lets a bot go: its sessions end and its token is forgotten. Its tickets stay. */
    delete: operations['forget'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/bots/{application_id}/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Follows what becomes of a bot's tickets, live, as Server-Sent Events. What happened before is not told. */
    get: operations['follow'];
    put?: never;
    /**
     * Takes in what a bot's host saw in guilds, in the order in which it happened.
     * @description The answer says of which channels Tickit wants to hear: a host need not send messages of the others.
     */
    post: operations['take'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/bots/{application_id}/interactions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Hands an interaction over: the payload's `d`, byte for byte as Discord sent it.
     * @description Tickit answers it by its token (202), or in the response (200) where `X-Tickit-Answer: inline` asks for that.
     *     `interaction_taken` says that somebody handed the same one over before: it is answered, and nothing is to be done.
     */
    post: operations['forward'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/bots/{application_id}/ready': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Tells that the caller's own session is ready, so that a session of Tickit's may IDENTIFY with the same token. */
    post: operations['ready'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/bots/{application_id}/start': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Has a bot go on that was stopped, for whatever reason. */
    post: operations['start_bot'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/bots/{application_id}/stop': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Stops a bot: its sessions end and nothing is done for it, until it is started again. Registering it starts it not. */
    post: operations['stop_bot'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/bots/{application_id}/webhooks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists the webhooks of a bot, which are told of all its guilds. */
    get: operations['list_bot_webhooks'];
    put?: never;
    /** Makes a webhook that is told of all guilds of a bot. Its secret is in this answer and in no later one. */
    post: operations['add_bot_webhook'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/bots/{application_id}/webhooks/{webhook}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Shows a webhook. */
    get: operations['show_bot_webhook'];
    put?: never;
    post?: never;
    /** Removes a webhook, with all that waits for it. */
    delete: operations['remove_bot_webhook'];
    options?: never;
    head?: never;
    /** Changes a webhook; one that Tickit turned off is turned on by `enabled`. */
    patch: operations['edit_bot_webhook'];
    trace?: never;
  };
  '/api/bots/{application_id}/webhooks/{webhook}/deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists what a webhook was told in the last week, and what waits for it. */
    get: operations['list_bot_deliveries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/bots/{application_id}/webhooks/{webhook}/deliveries/{delivery}/redeliver': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sends something once more, at once. */
    post: operations['redeliver_of_bot'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/bots/{application_id}/webhooks/{webhook}/secret': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Gives a webhook a new secret. The one before signs beside it for a day. */
    post: operations['rotate_bot_webhook'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/bots/{application_id}/webhooks/{webhook}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Sends a webhook something to try it out, of type `webhook.test`. */
    post: operations['test_bot_webhook'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/guilds/{guild}/tickets': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists tickets, newest first. */
    get: operations['list_tickets'];
    put?: never;
    /** Opens a ticket for a member. Its record is there once this is answered, its channel a moment later. */
    post: operations['open_ticket'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/guilds/{guild}/tickets/{ticket}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Shows a ticket. */
    get: operations['show_ticket'];
    put?: never;
    post?: never;
    /** Deletes a closed ticket with all that is kept of it. Once this is answered, it will be gone. */
    delete: operations['delete_ticket'];
    options?: never;
    head?: never;
    /** Changes of a ticket what the body names, each by itself: what comes before one that is refused is done. */
    patch: operations['update_ticket'];
    trace?: never;
  };
  '/api/guilds/{guild}/tickets/{ticket}/close': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Closes a ticket. Once this is answered, it will be closed. */
    post: operations['close_ticket'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/guilds/{guild}/tickets/{ticket}/labels': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Adds a label to a ticket. */
    post: operations['add_label'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/guilds/{guild}/tickets/{ticket}/labels/{label}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post?: never;
    /** Takes a label off a ticket. */
    delete: operations['remove_label'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/guilds/{guild}/tickets/{ticket}/notes': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Lists the notes on a ticket. */
    get: operations['list_notes'];
    put?: never;
    /** Writes a note on a ticket. */
    post: operations['add_note'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /** @description A bot, as its owner sees it. */
    Bot: {
      /** @description What to do about it, in a sentence. */
      advice?: string | null;
      /** @description The commands that Tickit answers for it. */
      commands: components['schemas']['Command'][];
      /** @description Where Discord may post interactions to, if the service has a public address. */
      endpoint_url?: string | null;
      /**
       * Format: int32
       * @description How often the caller should ask again.
       */
      heartbeat_seconds: number;
      id?: string | null;
      /** @description Where an admin invites it to their server, with the permissions that it needs. */
      invite_url: string;
      /** @description A new key of the bot, where an open registration made one. It is not shown again. */
      key?: string | null;
      /** @description Whether Tickit is told what members write; `null` where that is not known yet. */
      message_content?: boolean | null;
      mode: components['schemas']['Mode'];
      name: string;
      /** @description When it is tried again. */
      next_try?: string | null;
      notices: components['schemas']['NoticeOut'][];
      /** @description What the custom ids of Tickit's controls begin with. */
      prefixes: string[];
      protocol: components['schemas']['ProtocolOut'];
      /** @description Why it is not ready: what stopped it, or what it does not get past. */
      reason?: string | null;
      shards: components['schemas']['Shard'][];
      state: components['schemas']['State'];
      /** @description The versions that its host named. */
      versions: {
        [key: string]: string;
      };
    };
    /** @description A command, by what interactions carry of it. */
    Command: {
      name: string;
      /**
       * Format: int64
       * @description Discord's type: 1 of slash commands, 2 of users' menus, 3 of messages' menus.
       */
      type: number;
    };
    /**
     * @description How a bot's interactions reach Tickit.
     * @enum {string}
     */
    Mode: 'delegate' | 'forward' | 'endpoint';
    /** @description Something that a bot's owner should know, though the bot works. */
    NoticeOut: {
      /** @description What programs tell notices apart by: `message_content_off`, `answered_elsewhere`, `identify_budget_low`. */
      code: string;
      /** @description A sentence for people. */
      text: string;
    };
    /** @description Which versions the service speaks. */
    ProtocolOut: {
      /** Format: int32 */
      newest: number;
      /** Format: int32 */
      oldest: number;
    };
    /** @description One of a bot's shards: of Tickit's sessions, or of the host that hands interactions over. */
    Shard: {
      /** Format: int32 */
      index: number;
      next_try?: string | null;
      reason?: string | null;
      /** @description When the host's shard was heard of last. */
      seen_at?: string | null;
      state?: null | components['schemas']['State'];
      /** Format: int32 */
      total: number;
    };
    /**
     * @description How a bot or a shard is doing.
     * @enum {string}
     */
    State: 'connecting' | 'ready' | 'waiting' | 'degraded' | 'stopped';
    /** @description A problem (RFC 9457), as `application/problem+json`. */
    Problem: {
      /** @description What programs tell problems apart by. It never changes. */
      code: string;
      /** @description What is wrong this time, and what to do. */
      detail: string;
      /** @description The field at fault, where it is one of the body's. */
      field?: string | null;
      /** @description The number by which the error log knows it, where it is a failure of ours. */
      number?: string | null;
      /**
       * Format: int32
       * @description The HTTP status.
       */
      status: number;
      /** @description What is wrong, in general. */
      title: string;
      /** @description `urn:tickit:problem:` and the code. */
      type: string;
    };
    /** @description A registration. */
    RegisterIn: {
      /** @description The names of those of Tickit's commands that Tickit shall answer; all of them where nothing is said. */
      commands?: string[] | null;
      /**
       * @description Whether the caller is about to IDENTIFY with the same token: a session of Tickit's own waits for
       *     `POST …/ready`, or 6 seconds.
       */
      identifies?: boolean;
      /** @description How the bot's interactions shall reach Tickit. */
      mode: components['schemas']['Mode'];
      shard?: null | components['schemas']['ShardIn'];
      /**
       * Format: password
       * @description The bot's token, with which Tickit makes channels. It may be left out where the bot was registered before.
       */
      token?: string | null;
      /** @description Versions of the plugin and of what it runs in, by name. */
      versions?: {
        [key: string]: string;
      } | null;
    };
    /** @description One of a host's shards. */
    ShardIn: {
      /**
       * Format: int32
       * @description Which one, from 0.
       */
      index: number;
      /**
       * Format: int32
       * @description Of how many.
       */
      total: number;
    };
    /** @description Something that became of a ticket. */
    TicketEvent: {
      /** @description Who did it: `kind`, and with it `user` and `name`, or `id` and `name`. */
      actor: Record<string, never>;
      /** @description The same fields, as they are. */
      after: Record<string, never>;
      at: string;
      /** @description The fields that changed, as they were. */
      before: Record<string, never>;
      /** @description Through which door. */
      door: string;
      guild: string;
      /** @description Unique in its guild. */
      id: string;
      /**
       * Format: int32
       * @description The ticket's number, where it is about one.
       */
      ticket?: number | null;
      /** @description What happened, such as `ticket.opened`. */
      type: string;
    };
    /** @description What a bot's host saw. */
    EventsIn: {
      /** @description At most 100. */
      events: components['schemas']['EventIn'][];
    };
    /** @description One event of Discord's gateway. */
    EventIn: {
      /** @description Its `d`; of `GUILD_CREATE` and `GUILD_DELETE` only `id` and `unavailable` are read. */
      data: Record<string, never>;
      /** @description Its name, such as `MESSAGE_CREATE`. */
      name: string;
    };
    /** @description What became of events. */
    Taken: {
      /** @description How many were taken. */
      accepted: number;
      channels: components['schemas']['Channels'];
      /** @description How many nobody listens to. */
      ignored: number;
      /** @description How many found no room, the last of them: they may be sent again. */
      refused: number;
    };
    /** @description What the channels are that messages were in. One that is too young to say is in neither list. */
    Channels: {
      /** @description Channels of which nothing need be sent for an hour. */
      unwanted: string[];
      /** @description Tickets' channels. */
      wanted: string[];
    };
    /** @description All webhooks: 10 at most. */
    Webhooks: {
      webhooks: components['schemas']['Webhook'][];
    };
    /** @description A webhook. */
    Webhook: {
      created_at: string;
      description: string;
      /** @description Whether it is told anything. */
      enabled: boolean;
      /** @description What it is told of; of everything where the list is empty. */
      events: string[];
      format: components['schemas']['WebhookFormat'];
      id: string;
      /** @description Until when the secret before still signs beside the new one. */
      old_secret_signs_until?: string | null;
      /** @description Why Tickit turned it off, if it did: `gone`, by its receiver's word, or `failing`, for three days. */
      turned_off?: string | null;
      /** @description Where its deliveries go; of one of Discord's without its token. */
      url: string;
    };
    /**
     * @description How deliveries are written.
     * @enum {string}
     */
    WebhookFormat: 'standard' | 'discord';
    /** @description A webhook to be. */
    NewWebhookIn: {
      /** @description What is said about it, 200 characters at most. */
      description?: string;
      /** @description What it is told of, such as `ticket.closed`; of everything where none is named. */
      events?: string[];
      /** @description How its deliveries are written; `standard` where nothing is said. */
      format?: components['schemas']['WebhookFormat'];
      /** @description Where its deliveries go: an address that begins with `https://`. */
      url: string;
    };
    /** @description A webhook, and the secret that its deliveries are signed with. */
    WebhookWithSecret: {
      /** @description `whsec_` and base64. It is not shown again. */
      secret: string;
      webhook: components['schemas']['Webhook'];
    };
    /** @description What is to be otherwise of a webhook. What is left out stays. */
    WebhookPatchIn: {
      description?: string | null;
      /** @description Whether it is told anything. */
      enabled?: boolean | null;
      /** @description What it is told of; of everything where the list is empty. */
      events?: string[] | null;
      format?: null | components['schemas']['WebhookFormat'];
      url?: string | null;
    };
    /** @description A page of deliveries, newest first. */
    Deliveries: {
      deliveries: components['schemas']['Delivery'][];
      /** @description Where the next page begins; none at the end. */
      next?: string | null;
    };
    /** @description Something that a webhook was told, or will be. */
    Delivery: {
      created_at: string;
      /** @description What it tells of, such as `ticket.closed`. */
      event: string;
      /** @description What the receiver reads as `webhook-id`, the same in each try. */
      id: string;
      last_try?: null | components['schemas']['LastTry'];
      /** @description When it is tried next, if it is. */
      next_try_at?: string | null;
      /** @description What is sent, as text. */
      payload: string;
      /** @description `pending`, `delivered` or `failed`. */
      status: string;
      /**
       * Format: int32
       * @description How often it was tried.
       */
      tries: number;
    };
    /** @description What became of the last try. */
    LastTry: {
      at: string;
      /** @description What went wrong otherwise. */
      error?: string | null;
      /**
       * Format: int32
       * @description What the receiver answered, where it did.
       */
      status?: number | null;
      /**
       * Format: int64
       * @description How long it took, in milliseconds.
       */
      took_ms: number;
    };
    /** @description A page of tickets. */
    Tickets: {
      /** @description Where the next page begins; none at the end. */
      next?: string | null;
      tickets: components['schemas']['Ticket'][];
    };
    /** @description A ticket. */
    Ticket: components['schemas']['TicketHeading'] & components['schemas']['TicketStanding'];
    /** @description What a ticket is. */
    TicketHeading: {
      /** @description The bot that it came through. */
      bot: string;
      /** @description Its channel, as long as it has one. */
      channel?: string | null;
      /**
       * Format: int32
       * @description The closed ticket that it follows.
       */
      follows?: number | null;
      /** @description What its channel is called. */
      name: string;
      /**
       * Format: int32
       * @description Its number in the guild.
       */
      number: number;
      opened_at: string;
      opener: string;
      /** @description The opener's username then. */
      opener_name: string;
      /**
       * Format: int32
       * @description How often it was opened.
       */
      round: number;
      /**
       * Format: int32
       * @description Its type's number.
       */
      type: number;
      /** @description What its type was called when it was opened. */
      type_name: string;
    };
    /** @description How a ticket stands. */
    TicketStanding: {
      /** @description Who has claimed it, or was given it. */
      assignee?: string | null;
      closing?: null | components['schemas']['TicketClosing'];
      first_response_at?: string | null;
      labels: string[];
      /**
       * Format: int32
       * @description How many notes there are on it; `null` for those who may not read them.
       */
      notes?: number | null;
      /** @description `low`, `normal`, `high` or `urgent`. */
      priority: string;
      /**
       * Format: int32
       * @description One to five, what its opener said of its last closing.
       */
      stars?: number | null;
      /** @description `opening`, `open`, `closing`, `closed`, `deleting` or `failed`. */
      status: string;
      team?: string | null;
      topic: string;
      /** @description Whose turn it is: `staff` or `member`. */
      waiting_for: string;
    };
    /** @description How a ticket was closed. */
    TicketClosing: {
      at: string;
      /** @description `user:` and an id, `key:` and an id, `operator` or `tickit`. */
      by: string;
      /** @description In their words; empty where they gave none. */
      reason: string;
    };
    /** @description For whom which ticket is opened. */
    NewTicketIn: {
      /** @description The member whose ticket it is. Of its type's form nothing is asked where that is not the caller. */
      opener: string;
      /**
       * Format: int32
       * @description The number of its type.
       */
      type: number;
    };
    /** @description What becomes of a ticket: what is named. */
    TicketIn: {
      /** @description Who of staff has it from now on; nobody where it is `null`. */
      assignee?: string | null;
      /** @description All labels that it has from now on. */
      labels?: string[] | null;
      /** @description What its channel is called. */
      name?: string | null;
      /** @description `low`, `normal`, `high` or `urgent`. */
      priority?: string | null;
      /** @description What it is about; nothing in particular where it is empty. */
      topic?: string | null;
      /**
       * Format: int32
       * @description The number of the type that it is moved to.
       */
      type?: number | null;
    };
    /** @description How a ticket is closed. */
    CloseIn: {
      /** @description Whether it is closed without what its type asks of a closing, by an admin. */
      force?: boolean;
      /** @description Why, as its opener reads it. */
      reason?: string;
    };
    /** @description A label to be added. */
    LabelIn: {
      /** @description 1 to 32 characters, without a comma. Labels that differ by case only are one. */
      label: string;
    };
    /** @description All notes on a ticket, newest first: 500 at most. */
    Notes: {
      notes: components['schemas']['Note'][];
    };
    /** @description A note. */
    Note: {
      at: string;
      /** @description `user:` and an id, `key:` and an id, `operator` or `tickit`. */
      by: string;
      /** @description What they were called then. */
      by_name: string;
      text: string;
    };
    /** @description A note to be written. */
    NoteIn: {
      /** @description What it says, 1 to 4,000 characters. */
      text: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  show: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The application's id */
        application_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description How it is doing */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Bot'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  register: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The application's id */
        application_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RegisterIn'];
      };
    };
    responses: {
      /** @description It is registered */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Bot'];
        };
      };
      /** @description It is not; the code says why */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Try again */
      '5XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  forget: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The application's id */
        application_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is not registered any more */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  follow: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The application's id */
        application_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Events, named by their type, each with this as its data */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': components['schemas']['TicketEvent'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  take: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The application's id */
        application_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['EventsIn'];
      };
    };
    responses: {
      /** @description What became of them */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Taken'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  forward: {
    parameters: {
      query?: never;
      header?: {
        /** @description `token` (or nothing) or `inline` */
        'X-Tickit-Answer'?: string | null;
        /** @description Milliseconds since the caller received it */
        'X-Tickit-Age'?: number | null;
      };
      path: {
        /** @description The application's id */
        application_id: string;
      };
      cookie?: never;
    };
    /** @description Discord's interaction object */
    requestBody: {
      content: {
        'application/json': Record<string, never>;
      };
    };
    responses: {
      /** @description The answer, for the caller to send */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': Record<string, never>;
        };
      };
      /** @description It is answered */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description It is not answered; the code says why */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It is not answered */
      '5XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ready: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The application's id */
        application_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is known */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  start_bot: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The application's id */
        application_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It goes on */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Bot'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  stop_bot: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The application's id */
        application_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is stopped */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Bot'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  list_bot_webhooks: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The application's id */
        application_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The webhooks */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Webhooks'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  add_bot_webhook: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The application's id */
        application_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewWebhookIn'];
      };
    };
    responses: {
      /** @description The webhook, with its secret */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookWithSecret'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  show_bot_webhook: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The application's id. */
        application_id: string;
        /** @description Its id. */
        webhook: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The webhook */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Webhook'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  remove_bot_webhook: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The application's id. */
        application_id: string;
        /** @description Its id. */
        webhook: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The webhook as it was */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Webhook'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  edit_bot_webhook: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The application's id. */
        application_id: string;
        /** @description Its id. */
        webhook: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['WebhookPatchIn'];
      };
    };
    responses: {
      /** @description The webhook */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Webhook'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  list_bot_deliveries: {
    parameters: {
      query?: {
        /** @description The bot's id, where the key is the operator's and the address names none. */
        bot?: string;
        /** @description `pending`, `delivered` or `failed`; all where nothing is said. */
        status?: string;
        /** @description How many a page, 100 at most; 50 where nothing is said. */
        limit?: number;
        /** @description What the page before named as `next`. */
        after?: string;
      };
      header?: never;
      path: {
        /** @description The application's id. */
        application_id: string;
        /** @description Its id. */
        webhook: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of deliveries */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Deliveries'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  redeliver_of_bot: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The application's id. */
        application_id: string;
        /** @description The webhook's id. */
        webhook: string;
        /** @description Its id. */
        delivery: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The delivery, which is on its way */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Delivery'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  rotate_bot_webhook: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The application's id. */
        application_id: string;
        /** @description Its id. */
        webhook: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The webhook, with its new secret */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookWithSecret'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  test_bot_webhook: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The application's id. */
        application_id: string;
        /** @description Its id. */
        webhook: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The delivery, which is on its way */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Delivery'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  list_tickets: {
    parameters: {
      query?: {
        /** @description The bot's id, where the key is the operator's. */
        bot?: string;
        /** @description In this state. */
        status?: string;
        /** @description So urgent. */
        priority?: string;
        /** @description Of the type of this number. */
        type?: number;
        /** @description Claimed by this user, or given to them; `nobody` for those that nobody has: a page of these may hold fewer than it could. */
        assignee?: string;
        /** @description Opened by this user. */
        opener?: string;
        /** @description With this label. */
        label?: string;
        /** @description Where it is this side's turn: `staff` or `member`. */
        waiting_for?: string;
        /**
         * @description With all of these words in one of its texts: what it is called and about, its answers, what was said in it, and notes for
         *     those who may read them; or, of the newest two hundred, with this text as it is. Of messages and notes, the newest two hundred
         *     that have the words count.
         */
        text?: string;
        /** @description Opened at or after this time. */
        from?: string;
        /** @description Opened before this time. */
        until?: string;
        /** @description How many a page, 100 at most; 50 where nothing is said. */
        limit?: number;
        /** @description What the page before named as `next`. */
        after?: string;
      };
      header?: never;
      path: {
        /** @description The guild's id. */
        guild: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of tickets */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Tickets'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  open_ticket: {
    parameters: {
      query?: {
        /** @description The bot's id, where the key is the operator's. */
        bot?: string;
      };
      header?: never;
      path: {
        /** @description The guild's id. */
        guild: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewTicketIn'];
      };
    };
    responses: {
      /** @description The ticket, being opened */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Ticket'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  show_ticket: {
    parameters: {
      query?: {
        /** @description The bot's id, where the key is the operator's. */
        bot?: string;
      };
      header?: never;
      path: {
        /** @description The guild's id. */
        guild: string;
        /** @description The ticket's number. */
        ticket: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The ticket */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Ticket'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  delete_ticket: {
    parameters: {
      query?: {
        /** @description The bot's id, where the key is the operator's. */
        bot?: string;
      };
      header?: never;
      path: {
        /** @description The guild's id. */
        guild: string;
        /** @description The ticket's number. */
        ticket: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is being deleted */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  update_ticket: {
    parameters: {
      query?: {
        /** @description The bot's id, where the key is the operator's. */
        bot?: string;
      };
      header?: never;
      path: {
        /** @description The guild's id. */
        guild: string;
        /** @description The ticket's number. */
        ticket: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['TicketIn'];
      };
    };
    responses: {
      /** @description The ticket as it is now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Ticket'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  close_ticket: {
    parameters: {
      query?: {
        /** @description The bot's id, where the key is the operator's. */
        bot?: string;
      };
      header?: never;
      path: {
        /** @description The guild's id. */
        guild: string;
        /** @description The ticket's number. */
        ticket: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CloseIn'];
      };
    };
    responses: {
      /** @description The ticket as it is now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Ticket'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  add_label: {
    parameters: {
      query?: {
        /** @description The bot's id, where the key is the operator's. */
        bot?: string;
      };
      header?: never;
      path: {
        /** @description The guild's id. */
        guild: string;
        /** @description The ticket's number. */
        ticket: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LabelIn'];
      };
    };
    responses: {
      /** @description The ticket as it is now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Ticket'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  remove_label: {
    parameters: {
      query?: {
        /** @description The bot's id, where the key is the operator's. */
        bot?: string;
      };
      header?: never;
      path: {
        /** @description The guild's id. */
        guild: string;
        /** @description The ticket's number. */
        ticket: number;
        /** @description The label. */
        label: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The ticket as it is now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Ticket'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  list_notes: {
    parameters: {
      query?: {
        /** @description The bot's id, where the key is the operator's. */
        bot?: string;
      };
      header?: never;
      path: {
        /** @description The guild's id. */
        guild: string;
        /** @description The ticket's number. */
        ticket: number;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The notes */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Notes'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  add_note: {
    parameters: {
      query?: {
        /** @description The bot's id, where the key is the operator's. */
        bot?: string;
      };
      header?: never;
      path: {
        /** @description The guild's id. */
        guild: string;
        /** @description The ticket's number. */
        ticket: number;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NoteIn'];
      };
    };
    responses: {
      /** @description The ticket as it is now */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Ticket'];
        };
      };
      /** @description The code says why not */
      '4XX': {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
}
