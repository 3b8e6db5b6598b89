//! What decides: the flows and the components about which a session asks in turn. All else is asked on demand.

use super::View;
use crate::catalog::{Place, Role};
use crate::report::Shape;
use std::collections::BTreeSet;

/// Flows of which the sizes are asked: the busiest, and where files are kept, those of the musts.
const MOST_SIZED: usize = 1;
const MOST_SIZED_WITH_FILES: usize = 3;
/// Stores, caches, and services of which product and units are asked.
const MOST_STORES: usize = 2;
const MOST_CACHES: usize = 1;
const MOST_SERVICES: usize = 1;

/// Functions whose data grows without end unless somebody says how long it is kept.
const GROWING: [&str; 3] = ["event-log", "object-store", "wide-column-store"];

impl View<'_> {
    /// Flows that the first design has to serve.
    pub fn musts(&self) -> Vec<String> {
        let path = ["requirements", "functional"];
        let part = |id: &str, key: &str| self.draft.value(&[path[0], path[1], id, key]);
        let ids = self.draft.names(&path).into_iter();
        let musts = ids.filter(|id| part(id, "priority").is_none_or(|p| p == "must"));
        musts.filter_map(|id| part(&id, "flow")).collect()
    }

    /// Whether there is a store of files.
    pub fn keeps_files(&self) -> bool {
        self.components()
            .iter()
            .any(|(_, f)| self.shape(f) == Shape::ObjectStore)
    }

    /// Flows whose requests and answers carry the most bytes, as far as rates and files tell.
    pub fn heavy_flows(&self) -> Vec<String> {
        let files = self.keeps_files();
        let musts = self.musts();
        let mut flows: Vec<(f64, String)> = self
            .draft
            .report
            .flows
            .iter()
            .filter(|f| !f.fragment && f.actor.is_some() && (!files || musts.contains(&f.id)))
            .filter_map(|f| Some((f.rate.value?, f.id.clone())))
            .collect();
        flows.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let most = if files { MOST_SIZED_WITH_FILES } else { MOST_SIZED };
        flows.into_iter().take(most).map(|(_, id)| id).collect()
    }

    /// Whether the data of a component grows until somebody says how long it is kept.
    pub fn grows(&self, function: &str) -> bool {
        GROWING.contains(&function)
    }

    /// Components whose product and units decide: on the way of a must or of a flow with a requirement, the fullest
    /// stores, cache and service. Calls decide, not units, so that no answer on units moves the list.
    pub fn deciding(&self) -> BTreeSet<String> {
        let on_the_way = self.on_the_way();
        let mut there: Vec<(String, Role, Shape, f64)> = Vec::new();
        for (id, function) in self.components() {
            let Some((_, detail)) = self.catalog.function(&function) else {
                continue;
            };
            let zonal = detail.place == Place::Zone || detail.role != Role::Cache;
            let peak = self.draft.report.components.iter().find(|c| c.id == id);
            let peak = peak.and_then(|c| c.peak.value).unwrap_or(0.0);
            if zonal && on_the_way.as_ref().is_none_or(|way| way.contains(&id)) {
                there.push((id, detail.role, detail.shape, peak));
            }
        }
        there.sort_by(|a, b| b.3.total_cmp(&a.3));
        let of = |fits: &dyn Fn(Role, Shape) -> bool, most: usize| -> Vec<String> {
            let fitting = there.iter().filter(|(_, role, shape, _)| fits(*role, *shape));
            fitting.take(most).map(|(id, ..)| id.clone()).collect()
        };
        let stores = of(&|role, _| role == Role::Store, MOST_STORES);
        let caches = of(&|role, _| role == Role::Cache, MOST_CACHES);
        let services = of(&|_, shape| shape == Shape::Service, MOST_SERVICES);
        stores.into_iter().chain(caches).chain(services).collect()
    }

    /// Components that the musts and the flows with requirements call; none while no journey is walked.
    fn on_the_way(&self) -> Option<BTreeSet<String>> {
        let report = &self.draft.report;
        let judged: BTreeSet<&str> = report.verdicts.iter().filter_map(|v| v.of.as_deref()).collect();
        let musts = self.musts();
        let deciding = |id: &String| musts.contains(id) || judged.contains(id.as_str());
        let flows = report.flows.iter().filter(|f| deciding(&f.id));
        let called = flows
            .flat_map(|f| &f.steps)
            .flat_map(|s| [s.from.clone(), s.to.clone()]);
        let called: BTreeSet<String> = called.collect();
        (!called.is_empty()).then_some(called)
    }

    /// Whether a verdict other than the bill waits for anything about a component.
    pub fn is_waited_for(&self, component: &str) -> bool {
        let start = format!("components.{component}.");
        let verdicts = self.draft.report.verdicts.iter().filter(|v| v.metric != "cost");
        verdicts
            .flat_map(|v| &v.missing)
            .any(|missing| missing.starts_with(&start))
    }

    /// Whether a verdict waits for one key of a component.
    pub fn waits_for(&self, component: &str, key: &str) -> bool {
        let start = format!("components.{component}.{key}");
        let report = &self.draft.report;
        let mut verdicts = report.verdicts.iter().flat_map(|v| &v.missing);
        verdicts.any(|missing| missing.starts_with(&start))
    }
}
