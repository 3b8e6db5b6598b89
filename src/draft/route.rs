//! Routes of a gateway: what each of its clients may call, where a call goes on, and what it may take.

use super::Drafted;
use super::contract::schema::LONGEST;
use super::contract::{Call, Contract, prose};
use super::name::{self, Names};
use super::tree::Tree;
use crate::report::{Component, Flow, Report, Step};

/// The function of a component that has routes.
const GATEWAY: &str = "api-gateway";

/// One table for each gateway through which an operation goes.
pub fn tables(report: &Report) -> Vec<Drafted> {
    let mut names = Names::default();
    let gateways = report.components.iter().filter(|c| c.function == GATEWAY);
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

/// The routes of each client, in order of first use: whoever calls the gateway in a flow.
fn routes(report: &Report, gateway: &Component) -> Vec<(String, Tree)> {
    let mut clients: Vec<(String, Vec<Tree>)> = Vec::new();
    for contract in report.apis.iter().map(|api| Contract::of(report, api)) {
        for call in &contract.calls {
            let Some(flow) = call.flow else {
                continue;
            };
            let Some(into) = flow.steps.iter().find(|step| step.to == gateway.id) else {
                continue;
            };
            let route = route(&contract, call, flow, gateway);
            match clients.iter_mut().find(|(client, _)| *client == into.from) {
                Some((_, routes)) => routes.push(route),
                None => clients.push((into.from.clone(), vec![route])),
            }
        }
    }
    clients
        .into_iter()
        .map(|(client, routes)| (client, Tree::List(routes)))
        .collect()
}

fn route(contract: &Contract, call: &Call, flow: &Flow, gateway: &Component) -> Tree {
    let onward: Vec<&Step> = flow
        .steps
        .iter()
        .filter(|step| step.from == gateway.id && step.waits)
        .collect();
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
        ("authentication", authentication.into()),
    ])
}
