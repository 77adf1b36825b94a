//! Pages as they are read and sent to without scripts.

use reqwest::header::{COOKIE, LOCATION, ORIGIN};

use crate::api::signing_in::{Browser as Plain, House};

/// What a form was answered.
#[derive(Debug)]
pub struct Sent {
    pub status: u16,
    pub to: String,
    pub text: String,
}

/// A form of a page: where it goes, what it sends by itself, and what can be filled in.
#[derive(Debug, Clone)]
pub struct Found {
    pub action: String,
    pub fields: Vec<(String, String)>,
    pub texts: Vec<String>,
}

/// Where the pages of a guild are.
pub fn base(house: &House) -> String {
    let world = &house.hosting.world;
    format!("/dashboard/{}/{}", world.bot.id(), world.guild.id())
}

pub async fn gets(browser: &mut Plain, path: &str) -> (u16, String) {
    let url = format!("{}{path}", browser.url);
    let got = browser.gets(&url).await;
    (got.status().as_u16(), got.text().await.unwrap())
}

pub async fn sends(browser: &Plain, path: &str, fields: &[(String, String)], origin: &str) -> Sent {
    let post = browser.http.post(format!("{}{path}", browser.url)).header(COOKIE, browser.cookie());
    let got = post.header(ORIGIN, origin).form(fields).send().await.unwrap();
    let to = got.headers().get(LOCATION).map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
    Sent { status: got.status().as_u16(), to, text: got.text().await.unwrap() }
}

/// The forms of a page, less the one by which one signs out.
pub fn forms(page: &str) -> Vec<Found> {
    let attribute = |tag: &str, name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        Some(rest.split('"').next().unwrap().replace("&#60;", "<").replace("&amp;", "&"))
    };
    let form = |text: &str| {
        let text = text.split("</form>").next().unwrap();
        let mut found = Found { action: attribute(text, "action")?, fields: Vec::new(), texts: Vec::new() };
        for tag in text.split('<').skip(1) {
            let Some(name) = attribute(tag, "name") else { continue };
            let value = attribute(tag, "value").unwrap_or_default();
            if tag.starts_with("input type=\"hidden\"") {
                found.fields.push((name, value));
            } else if tag.starts_with("textarea") || (tag.starts_with("input") && !tag.contains("checkbox")) {
                found.texts.push(name);
            } else if tag.starts_with("input") && tag.contains(" checked") {
                found.fields.push((name, value));
            }
        }
        Some(found)
    };
    let all = page.split("<form").skip(1).map(|text| format!(" {text}"));
    all.filter_map(|text| form(&text)).filter(|form| form.action != "/sign-out").collect()
}

pub fn form_named(page: &str, name: &str) -> Found {
    let is_it = |form: &Found| form.fields.contains(&("form".into(), name.into()));
    forms(page).into_iter().find(is_it).unwrap_or_else(|| panic!("no form {name} in {page}"))
}

/// The one that goes to an address.
pub fn form_to(page: &str, action: &str) -> Found {
    let found = forms(page).into_iter().find(|form| form.action == action);
    found.unwrap_or_else(|| panic!("no form to {action} in {page}"))
}

/// The fields of a form with these in place of what was there.
pub fn with(form: &Found, changed: &[(&str, &str)]) -> Vec<(String, String)> {
    let kept = form.fields.iter().filter(|(name, _)| !changed.iter().any(|(other, _)| other == name)).cloned();
    kept.chain(changed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))).collect()
}
