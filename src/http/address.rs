//! What an address says, before anybody asks who sent it: text that can be read, and parameters that the operation has, each
//! once. A filter that is misspelt would otherwise be passed over, and everything be answered.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::extract::{MatchedPath, Query, Request, State};
use axum::http::{Method, Uri};
use axum::middleware::Next;
use axum::response::Response;
use percent_encoding::percent_decode_str;
use utoipa::openapi::OpenApi;
use utoipa::openapi::path::{Operation, ParameterIn, PathItem};

use super::problem::Problem;
use super::state::HttpState;
use super::visit::{Visit, is_signed};

/// The parameters of each operation that asks who somebody is, by its method and path. What browsers, Discord and those who
/// watch the service ask for may say more than we read.
#[derive(Debug, Clone)]
pub(super) struct Parameters(Arc<BTreeMap<(Method, String), BTreeSet<String>>>);

/// Refuses an address that says something that nobody reads. It counts for where it comes from.
pub(super) async fn must_be_read(
    State((state, parameters)): State<(HttpState, Parameters)>,
    request: Request,
    next: Next,
) -> Result<Response, Problem> {
    let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str).unwrap_or_default();
    let visit = Visit::of_request(request.extensions());
    let read = parameters.read(request.method(), path, request.uri());
    read.map_err(|problem| state.unread(&visit, problem))?;
    Ok(next.run(request).await)
}

impl Parameters {
    /// Those of a document.
    pub(super) fn of(document: &OpenApi) -> Self {
        let operations =
            document.paths.paths.iter().flat_map(|(path, item)| {
                methods(item).map(move |(method, operation)| ((method, path.clone()), operation))
            });
        let closed = operations.filter(|(_, operation)| operation.security.is_some());
        Self(Arc::new(closed.map(|(which, operation)| (which, in_query(operation))).collect()))
    }

    fn read(&self, method: &Method, path: &str, address: &Uri) -> Result<(), Problem> {
        // Discord hears 401 of whatever it did not sign.
        if !is_signed(path) && percent_decode_str(address.path()).decode_utf8().is_err() {
            return Err(Problem::invalid_query("The address is no UTF-8."));
        }
        let method = if method == Method::HEAD { Method::GET } else { method.clone() };
        let Some(known) = self.0.get(&(method, path.to_owned())) else { return Ok(()) };
        let unreadable = |_| Problem::invalid_query("What follows the question mark has not the expected form.");
        let Query(said) = Query::<Vec<(String, String)>>::try_from_uri(address).map_err(unreadable)?;
        let mut left = known.clone();
        for (name, _) in said {
            match (left.remove(&name), known.contains(&name)) {
                (true, _) => {}
                (false, true) => return Err(Problem::invalid_query("Name it once.").in_field(name)),
                (false, false) => return Err(unknown(known)),
            }
        }
        Ok(())
    }
}

fn unknown(known: &BTreeSet<String>) -> Problem {
    let names = known.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    Problem::invalid_query(format!("There is no such parameter here. Those that there are: {names}."))
}

fn methods(item: &PathItem) -> impl Iterator<Item = (Method, &Operation)> {
    let PathItem { get, put, post, patch, delete, .. } = item;
    let methods = [Method::GET, Method::PUT, Method::POST, Method::PATCH, Method::DELETE];
    methods
        .into_iter()
        .zip([get, put, post, patch, delete])
        .filter_map(|(method, operation)| operation.as_ref().map(|operation| (method, operation)))
}

fn in_query(operation: &Operation) -> BTreeSet<String> {
    let all = operation.parameters.iter().flatten();
    all.filter(|parameter| parameter.parameter_in == ParameterIn::Query)
        .map(|parameter| parameter.name.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_what_its_operation_has_and_each_once() {
        let parameters = Parameters::of(&crate::http::router::openapi());
        let audit = "/api/guilds/{guild}/audit";
        for (method, path, address, is_read) in [
            (Method::GET, audit, "/api/guilds/1/audit?kind=ticket.opened&limit=3", true),
            (Method::HEAD, audit, "/api/guilds/1/audit?bot=1", true),
            (Method::GET, audit, "/api/guilds/1/audit?kinds=ticket.opened", false),
            (Method::GET, audit, "/api/guilds/1/audit?kind[$gt]=", false),
            (Method::GET, audit, "/api/guilds/1/audit?limit=3&limit=4", false),
            (Method::GET, audit, "/api/guilds/1/audit?l%69mit=3&limit=4", false),
            (Method::GET, audit, "/api/guilds/%ff/audit", false),
            (Method::POST, "/discord/{application_id}", "/discord/%ff", true),
            (Method::POST, "/api/reconnect", "/api/reconnect?bot=1", false),
            (Method::GET, "/api/health", "/api/health?now", true),
            (Method::GET, "", "/nowhere?x", true),
        ] {
            let address: Uri = address.parse().unwrap();
            assert_eq!(parameters.read(&method, path, &address).is_ok(), is_read, "{method} {address}");
        }
    }
}
