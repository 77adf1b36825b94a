//! The page's files, compiled in.
use axum::{Router, http::header, response::IntoResponse, routing::get};

/// Path, media type, content.
const FILES: [(&str, &str, &str); 8] = [
    ("/", "text/html; charset=utf-8", include_str!("assets/index.html")),
    ("/page/style.css", "text/css; charset=utf-8", include_str!("assets/style.css")),
    ("/page/message.css", "text/css; charset=utf-8", include_str!("assets/message.css")),
    ("/page/app.js", "text/javascript; charset=utf-8", include_str!("assets/app.js")),
    ("/page/message.js", "text/javascript; charset=utf-8", include_str!("assets/message.js")),
    ("/page/components.js", "text/javascript; charset=utf-8", include_str!("assets/components.js")),
    ("/page/composer.js", "text/javascript; charset=utf-8", include_str!("assets/composer.js")),
    ("/page/text.js", "text/javascript; charset=utf-8", include_str!("assets/text.js")),
];
/// Nothing comes from anywhere else.
const POLICY: &str = "default-src 'self'; img-src 'self' data: http: https:; style-src 'self' 'unsafe-inline'";

pub(super) fn router() -> Router {
    FILES.into_iter().fold(Router::new(), |router, (path, kind, content)| {
        router.route(path, get(async move || serve(kind, content)))
    })
}

fn serve(kind: &'static str, content: &'static str) -> impl IntoResponse {
    let headers =
        [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store"), (header::CONTENT_SECURITY_POLICY, POLICY)];
    (headers, content)
}
