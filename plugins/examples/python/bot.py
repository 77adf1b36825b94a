"""A bot on discord.py that has its tickets answered by Tickit.

It has one command of its own, /ping; what is Tickit's it hands over as Discord sent it. docs/BOTS.md tells what is said
to Tickit, and why.
"""

import asyncio
import json
import logging
import os

import aiohttp
import discord
from discord.http import Route

DISCORD_TOKEN, TICKIT_URL, TICKIT_KEY = (os.environ[name] for name in ("DISCORD_TOKEN", "TICKIT_URL", "TICKIT_KEY"))
# Another Discord than the real one, such as discord-simulator.
Route.BASE = os.environ.get("DISCORD_API_BASE", Route.BASE)
# Discord gives an interaction up after 3 seconds, and our own answer has to arrive within them, too.
DEADLINE, PATIENCE = aiohttp.ClientTimeout(total=2), aiohttp.ClientTimeout(total=10)
AWAY = {"type": 4, "data": {"content": "Tickets are away for a moment. Please try again soon.", "flags": 64}}
FAILURES = (aiohttp.ClientError, asyncio.TimeoutError, LookupError, ValueError)
log = logging.getLogger("bot")


class Tree(discord.app_commands.CommandTree):
    """The bot's own commands. The library looks for no others among them."""

    async def interaction_check(self, interaction: discord.Interaction) -> bool:
        return not self.client.is_tickits(interaction.type.value, interaction.data)


class Bot(discord.AutoShardedClient):
    def __init__(self) -> None:
        # Debug events are the library's public way to a payload as it came.
        super().__init__(intents=discord.Intents.none(), enable_debug_events=True)
        self.tree = Tree(self)
        # Tickit says what is its own when the bot registers. Until then, this is.
        self.prefixes = ("tickit:",)
        self.hosted = {("ticket", 1), ("panel", 1), ("setup", 1), ("Add to ticket", 2)}

    def is_tickits(self, kind: int, data: dict) -> bool:
        """Whether an interaction, as Discord sent it, is Tickit's."""
        if kind in (2, 4):
            return (data["name"], data["type"]) in self.hosted
        return data.get("custom_id", "").startswith(self.prefixes)

    async def setup_hook(self) -> None:
        # The bot's token is in the body of a registration, never in a header.
        headers = {"Authorization": f"Bearer {TICKIT_KEY}", "X-Tickit-Protocol": "1"}
        headers["Content-Type"] = "application/json"
        self.tickit = aiohttp.ClientSession(headers=headers, timeout=PATIENCE)
        # `sync` writes over all commands. Tickit puts its own back when the bot registers, right after this.
        if "ping" not in {command.name for command in await self.tree.fetch_commands()}:
            await self.tree.sync()
        self.registering = asyncio.create_task(self.stay_registered())

    async def on_socket_raw_receive(self, message: str) -> None:
        if '"t":"INTERACTION_CREATE"' not in message:
            return
        interaction, end = json.JSONDecoder().raw_decode(message, begin := message.index('"d":') + 4)
        if self.is_tickits(interaction["type"], interaction.get("data", {})):
            await self.hand_over(interaction, message[begin:end].encode())

    async def hand_over(self, interaction: dict, raw: bytes) -> None:
        """Has Tickit answer an interaction, and answers in its place where it does not."""
        try:
            url = f"{TICKIT_URL}/api/bots/{interaction['application_id']}/interactions"
            async with self.tickit.post(url, data=raw, timeout=DEADLINE) as response:
                if response.status == 202:
                    return
                problem = json.loads(await response.text())
            if problem["code"] == "interaction_taken":
                return
            log.warning("Tickit did not answer an interaction: %s", problem["detail"])
        except FAILURES as error:
            log.warning("Tickit did not answer an interaction: %r", error)
        # Choices of an option that is being typed are another kind of answer than a message.
        fallback = {"type": 8, "data": {"choices": []}} if interaction["type"] == 4 else AWAY
        at = {"id": interaction["id"], "token": interaction["token"]}
        try:
            await self.http.request(Route("POST", "/interactions/{id}/{token}/callback", **at), json=fallback)
        except discord.HTTPException as error:
            # 40060 and 10062: somebody has answered already, or it is too late. There is nothing left to do.
            if error.code not in (40060, 10062):
                log.warning("Discord did not take the fallback: %s", error.text)

    async def stay_registered(self) -> None:
        """Registers the bot, and asks from then on how it is doing."""
        url, is_registered, pause, told = f"{TICKIT_URL}/api/bots/{self.application_id}", False, 1, []
        while True:
            try:
                body = None if is_registered else {"mode": "forward", "token": DISCORD_TOKEN}
                async with self.tickit.request("PUT" if body else "GET", url, json=body) as response:
                    answer = json.loads(await response.text())
                if response.ok:
                    self.prefixes = tuple(answer["prefixes"])
                    self.hosted = {(command["name"], command["type"]) for command in answer["commands"]}
                    is_registered, pause = True, answer["heartbeat_seconds"]
                    news = [answer["state"], answer["advice"] or "", *(notice["text"] for notice in answer["notices"])]
                else:
                    is_registered = is_registered and answer["code"] != "no_such_bot"
                    pause = int(response.headers.get("Retry-After", 0)) or min(pause * 2, 60)
                    news = ["refused:", answer["detail"]]
            except FAILURES as error:
                pause, news = min(pause * 2, 60), [f"away: {error!r}"]
            if news != told:
                log.info("Tickit: %s", " ".join(told := news))
            await asyncio.sleep(pause)


bot = Bot()


@bot.tree.command(description="Says pong")
async def ping(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("Pong!")


bot.run(DISCORD_TOKEN, root_logger=True)
