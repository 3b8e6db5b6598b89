//! Routes of a gateway: what each of its clients may call, where a call goes on, and what it may take.

use super::Drafted;
use super::contract::schema::LONGEST;
use super::contract::{Call, Contract, prose, quota};
use super::name::{self, Names};
use super::tree::Tree;
use crate::report::{Component, Flow, Report, Shape, Step};

/// Functions whose components have routes: the gateway of all, and the backend that a kind of client has for itself.
const GATEWAYS: [&str; 2] = ["api-gateway", "bff"];

/// One table for each gateway through which an operation goes, and so one for each client with a backend of its own.
pub fn tables(report: &Report) -> Vec<Drafted> {
    let mut names = Names::default();
    let gateways = report
        .components
        .iter()
        .filter(|c| GATEWAYS.contains(&c.function.as_str()));
    gateways
        .filter_map(|gateway| {
            let routes = routes(report, gateway);
            if routes.is_empty() {
                return None;
            }
            let tree = Tree::map([("gateway", gateway.id.as_str().into()), ("clients", Tree::Map(routes))]);
            let file = names.take(&name::kebab(&gateway.id), LONGEST);
            Some(Drafted {
                path: format!("routes/{file}.yaml"),
                text: format!("# {}\n{}", prose(&report.generated), tree.yaml()),
            })
        })
        .collect()
}

/// The routes of each client, in order of first use.
fn routes(report: &Report, gateway: &Component) -> Vec<(String, Tree)> {
    let mut clients: Vec<(String, Vec<Tree>)> = Vec::new();
    for contract in report.apis.iter().map(|api| Contract::of(report, api)) {
        for call in &contract.calls {
            let Some(flow) = call.flow else {
                continue;
            };
            let Some(into) = flow.steps.iter().position(|step| step.to == gateway.id) else {
                continue;
            };
            let route = route(&contract, call, flow, gateway);
            let caller = caller(report, flow, into);
            match clients.iter_mut().find(|(client, _)| client == caller) {
                Some((_, routes)) => routes.push(route),
                None => clients.push((caller.to_string(), vec![route])),
            }
        }
    }
    clients
        .into_iter()
        .map(|(client, routes)| (client, Tree::List(routes)))
        .collect()
}

/// Who calls the gateway: the last program on a device that stands before it, else whoever starts the flow. Balancers
/// and edges in between pass on what they get.
fn caller<'a>(report: &Report, flow: &'a Flow, into: usize) -> &'a str {
    let is_client = |id: &str| report.components.iter().any(|c| c.id == id && c.shape == Shape::Client);
    let before = flow.steps.iter().take(into);
    let client = before.map(|step| step.to.as_str()).rfind(|id| is_client(id));
    client.unwrap_or(&flow.starter)
}

/// Steps by which a call goes on from the gateway. What it looks up itself, a session or a quota, is no way on unless
/// there is nothing else.
fn onward<'a>(report: &Report, flow: &'a Flow, gateway: &Component) -> Vec<&'a Step> {
    let keeps = |id: &str| {
        let component = report.components.iter().find(|c| c.id == id);
        let shapes = [Shape::Cache, Shape::Database, Shape::Queue, Shape::Log, Shape::Search];
        component.is_some_and(|c| shapes.contains(&c.shape))
    };
    let all = flow.steps.iter().filter(|step| step.from == gateway.id && step.waits);
    let (stores, services): (Vec<_>, Vec<_>) = all.partition(|step| keeps(&step.to));
    if services.is_empty() { stores } else { services }
}

fn route(contract: &Contract, call: &Call, flow: &Flow, gateway: &Component) -> Tree {
    let onward = onward(contract.report, flow, gateway);
    let timeout = onward.iter().find_map(|step| step.timeout.as_deref());
    let authentication = match contract.authenticates(call) {
        Some(true) => "required",
        Some(false) => "none",
        None => "unknown",
    };
    let mut upstream: Vec<&str> = Vec::new();
    for step in &onward {
        if !upstream.contains(&step.to.as_str()) {
            upstream.push(&step.to);
        }
    }
    let peak = flow.peak.value.map_or("unknown", |_| flow.peak.text.as_str());
    Tree::map([
        ("api", contract.api.id.as_str().into()),
        ("operation", call.operation.id.as_str().into()),
        ("method", call.operation.method.as_str().into()),
        ("address", call.operation.target.as_str().into()),
        ("flow", flow.id.as_str().into()),
        ("upstream", Tree::texts(upstream)),
        ("timeout", timeout.unwrap_or("unknown").into()),
        ("peak", peak.into()),
    ])
    .with_some("limits", quota::list(flow))
    .with("authentication", authentication)
}
