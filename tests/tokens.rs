//! Tokens as people hand them over: with what copying and editors put around them, or inside.

use discord_simulator::Simulator;

use crate::installation::Installation;

/// What stands around a token where it was copied or edited without care.
const AROUND: [&str; 12] = [
    "{}\n",
    "{}\r\n",
    "  {}  ",
    "\t{}",
    "\u{a0}{}\u{a0}",
    "Bot {}",
    "bot {}\r\n",
    "\"{}\"",
    "'{}'",
    "\u{feff}{}",
    "\u{200b}{}",
    "\u{feff}\"Bot {}\"\r\n",
];

fn toml_text(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[tokio::test]
async fn whatever_stands_around_a_token_it_is_taken_by_every_way_in() {
    let discord = Simulator::builder().seed(7).start().await.unwrap();
    let bot = discord.application("Support");
    let tickit = Installation::new().set("DISCORD_API_BASE", discord.api_base());
    for around in AROUND {
        let text = around.replace("{}", &bot.token());
        let said = tickit.run_with_input(&["bots", "add"], &text).await;
        assert_eq!(said.code, Some(0), "{around:?} on standard input: {}", said.all());
        let named = Installation::new().set("DISCORD_API_BASE", discord.api_base()).set("TOKEN", &*text);
        let said = named.run(&["bots", "add", "--token-env", "TOKEN"]).await;
        assert_eq!(said.code, Some(0), "{around:?} in a named variable: {}", said.all());
        let in_file = format!("[[bots]]\nname = \"one\"\ntoken = {}\n", toml_text(&text));
        let in_variable = "[[bots]]\nname = \"two\"\ntoken_env = \"TOKEN\"\n";
        let said = named.write("tickit.toml", &format!("{in_file}{in_variable}")).run(&["check"]).await;
        for bot in ["one", "two"] {
            let valid = format!("{bot}: the token is valid");
            assert!(said.stdout.contains(&valid), "{around:?} in the configuration: {}", said.all());
        }
    }
    discord.finish().await.unwrap();
}

#[tokio::test]
async fn what_makes_it_no_token_is_named_with_its_setting_and_discord_is_not_asked() {
    let discord = Simulator::builder().seed(7).start().await.unwrap();
    let bot = discord.application("Support");
    let token = bot.token();
    let (one, two) = token.split_at(30);
    for (inside, named) in [(" ", "a space"), ("\n", "a line break"), ("\u{a0}", "U+00A0"), ("\u{200b}", "U+200B")] {
        let text = format!("{one}{inside}{two}");
        let file = format!("[[bots]]\nname = \"one\"\ntoken = {}\n", toml_text(&text));
        let variable = "[[bots]]\nname = \"two\"\ntoken_env = \"SUPPORT_TOKEN\"\n";
        let tickit = |file: &str| {
            let tickit = Installation::new().set("DISCORD_API_BASE", discord.api_base());
            tickit.set("SUPPORT_TOKEN", &*text).write("tickit.toml", file)
        };
        let said = [
            ("tickit.toml:3: bots[0].token:", tickit(&file).run(&["serve"]).await),
            ("tickit.toml:3: bots[0].token_env:", tickit(variable).run(&["serve"]).await),
            ("environment variable \"SUPPORT_TOKEN\"", tickit(variable).run(&["check"]).await),
            ("standard input", tickit("").run_with_input(&["bots", "add"], &text).await),
            ("environment variable SUPPORT_TOKEN", {
                tickit("").run(&["bots", "add", "--token-env", "SUPPORT_TOKEN"]).await
            }),
        ];
        for (place, said) in said {
            assert_eq!(said.code, Some(1), "{}", said.all());
            assert!(said.all().contains(place) && said.all().contains(named), "{place}, {named}: {}", said.all());
            assert!(!said.all().contains(one) && !said.all().contains(two), "{}", said.all());
            assert!(!said.all().contains("Reset Token"), "{}", said.all());
        }
    }
    assert_eq!(discord.requests().len(), 0, "Discord was asked");
    discord.finish().await.unwrap();
}

#[tokio::test]
async fn input_that_is_no_utf_8_is_told_to_be_none() {
    let discord = Simulator::builder().seed(7).start().await.unwrap();
    let token = discord.application("Support").token();
    let utf_16: Vec<u8> = [0xff, 0xfe].into_iter().chain(token.bytes().flat_map(|byte| [byte, 0])).collect();
    let tickit = Installation::new().set("DISCORD_API_BASE", discord.api_base());
    let said = tickit.run_with_bytes(&["bots", "add"], &utf_16).await;
    assert!(said.code == Some(1) && said.stderr.contains("UTF-16"), "{}", said.all());
    discord.finish().await.unwrap();
}
