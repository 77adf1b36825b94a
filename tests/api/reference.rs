//! The reference page: all of the API, to be read without scripts and without other hosts.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use tickit::http::document;

use super::host::Hosting;

#[tokio::test]
async fn every_operation_parameter_and_schema_stands_on_the_page() {
    let hosting = Hosting::usual().await;
    let read = hosting.http.get(format!("{}/api/docs", hosting.url())).send().await.unwrap();
    assert_eq!(
        (read.status().as_u16(), &read.headers()["content-type"]),
        (200, &"text/html; charset=utf-8".parse().unwrap())
    );
    let page = read.text().await.unwrap();
    let document: Value = serde_json::from_str(&document().unwrap()).unwrap();
    let mut operations = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            let (_, article) = page.split_once(&format!("<article id=\"{id}\">")).expect(id);
            let (article, _) = article.split_once("</article>").unwrap();
            assert!(article.contains(&format!(">{method}</span> <code>{path}</code>")), "{article}");
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let name = parameter["name"].as_str().unwrap();
                assert!(article.contains(&format!("<code>{name}</code>")), "{id} does not tell of {name}");
            }
            for status in operation["responses"].as_object().unwrap().keys() {
                assert!(article.contains(&format!(">{status}</th>")), "{id} does not tell of {status}");
            }
            operations += 1;
        }
    }
    assert!(operations > 50, "{operations}");
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let (_, article) = page.split_once(&format!("<article id=\"schema-{name}\">")).expect(name);
        let (article, _) = article.split_once("</article>").unwrap();
        for field in schema["properties"].as_object().into_iter().flat_map(|fields| fields.keys()) {
            assert!(article.contains(&format!("<code>{field}</code>")), "{name} does not tell of {field}");
        }
    }
    hosting.finish().await;
}

#[tokio::test]
async fn the_page_asks_no_other_host_runs_no_script_and_links_to_what_is_there() {
    let hosting = Hosting::usual().await;
    let read = hosting.http.get(format!("{}/api/docs", hosting.url())).send().await.unwrap();
    let policy = read.headers()["content-security-policy"].to_str().unwrap().to_owned();
    let page = read.text().await.unwrap();
    let (_, style) = page.split_once("<style>").unwrap();
    let (style, _) = style.split_once("</style>").unwrap();
    let hash = STANDARD.encode(Sha256::digest(style));
    assert!(
        policy.starts_with("default-src 'none'; ") && policy.contains(&format!("style-src 'sha256-{hash}'")),
        "{policy}"
    );
    assert!(!policy.contains("script") && !policy.contains("unsafe"), "{policy}");
    for absent in ["<script", "<link", "<img", "<iframe", " style=", " onclick=", "url(", "@import"] {
        assert!(!page.contains(absent), "{absent}");
    }
    for link in page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        match link.strip_prefix('#') {
            Some(id) => assert!(page.contains(&format!(" id=\"{id}\"")), "nothing is at {link}"),
            None => assert_eq!(link, "/api/openapi.json"),
        }
    }
    hosting.finish().await;
}

#[tokio::test]
async fn the_document_is_served_too() {
    let hosting = Hosting::usual().await;
    let served = hosting.asks(reqwest::Method::GET, "/api/openapi.json", "", None).await;
    assert_eq!((served.status, &served.headers["content-type"]), (200, &"application/json".parse().unwrap()));
    assert!(served.body == serde_json::from_str::<Value>(&document().unwrap()).unwrap(), "it is another one");
    hosting.finish().await;
}
